package dev.parley.application.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a client and a server of this machine, and can do to them what networks do. Its switches count for all
 * connections, those there are and those to come, until {@link #heal}.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int AT_ONCE = 8_192;

    private final ServerSocket listening;
    private final int target;
    private final Set<Link> open = ConcurrentHashMap.newKeySet();
    private final Passage towardsClients = new Passage();
    private final Passage towardsServer = new Passage();
    private final AtomicLong connections = new AtomicLong();
    private volatile boolean refusing;

    /** One client's connection and the one to the server that belongs to it. */
    private static final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean halfOpen;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void close() {
            closeQuietly(server);
            closeQuietly(client);
        }

        void reset() {
            resetQuietly(server);
            resetQuietly(client);
        }

        /** The server is told that all is over, the client is not. */
        void loseServer() {
            halfOpen = true;
            closeQuietly(server);
        }

        void pumpEnded() {
            if (!halfOpen) {
                close();
            }
        }
    }

    /** One direction of all connections. */
    private static final class Passage {

        private static final long NEVER = Long.MAX_VALUE;

        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong cutAt = new AtomicLong(NEVER);
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private boolean frozen;
        private long delayNanos;
        private volatile int slice = AT_ONCE;

        /** Passes on what may pass; false if the connections are to be cut after it. */
        boolean pass(OutputStream out, byte[] data, int length) throws IOException {
            long end = cutAt.get();
            int allowed = (int) Math.min(length, Math.max(0, end - passed.get()));
            out.write(data, 0, allowed);
            return passed.addAndGet(allowed) < end || !cutAt.compareAndSet(end, NEVER);
        }

        void cutAfter(long more) {
            cutAt.set(passed.get() + more);
        }

        void freeze(boolean value) {
            lock.lock();
            try {
                frozen = value;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void delay(Duration each) {
            lock.lock();
            try {
                delayNanos = each.toNanos();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Waits as long as it is told to wait now. */
        void awaitTurn() throws InterruptedException {
            lock.lock();
            try {
                long left = delayNanos;
                while (frozen || (left > 0 && delayNanos > 0)) {
                    if (frozen) {
                        changed.await();
                    } else {
                        left = changed.awaitNanos(left);
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        void heal() {
            freeze(false);
            delay(Duration.ZERO);
            slice = AT_ONCE;
            cutAt.set(NEVER);
        }
    }

    private TcpProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** A proxy for a server at this port of the loopback address. */
    public static TcpProxy to(int port) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().start(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many bytes went from the server to clients so far. */
    public long bytesTowardsClients() {
        return towardsClients.passed.get();
    }

    /** How many connections clients made so far. */
    public long connections() {
        return connections.get();
    }

    /** Ends all connections there are; new ones are taken. */
    public void cut() {
        open.forEach(Link::close);
    }

    /** The same without a good-bye: both sides see a reset. */
    public void reset() {
        open.forEach(Link::reset);
    }

    /** Ends all connections once so many more bytes have gone to clients; new connections are taken. */
    public void cutAfterBytesToClients(long more) {
        towardsClients.cutAfter(more);
    }

    /** Ends all connections once so many more bytes have gone to the server; new connections are taken. */
    public void cutAfterBytesToServer(long more) {
        towardsServer.cutAfter(more);
    }

    /** What was said about ending connections later does not count any more. */
    public void cutNoMore() {
        towardsClients.cutAt.set(Passage.NEVER);
        towardsServer.cutAt.set(Passage.NEVER);
    }

    /** From now on not one byte goes through, in either direction, and nobody is told. */
    public void freeze() {
        freezeTowardsClients();
        freezeTowardsServer();
    }

    /** From now on clients are heard and get no answer, and nobody is told. */
    public void freezeTowardsClients() {
        towardsClients.freeze(true);
    }

    /** From now on the server hears nothing, and nobody is told. */
    public void freezeTowardsServer() {
        towardsServer.freeze(true);
    }

    /** What waited goes on. */
    public void thaw() {
        towardsClients.freeze(false);
        towardsServer.freeze(false);
    }

    /** From now on each piece waits so long, in both directions. */
    public void delay(Duration each) {
        towardsClients.delay(each);
        towardsServer.delay(each);
    }

    /** From now on what comes is passed on in pieces of at most so many bytes; with a delay, at so many bytes for each. */
    public void slice(int bytes) {
        towardsClients.slice = bytes;
        towardsServer.slice = bytes;
    }

    /** The server's sides of all connections are closed, the clients' stay open and hear nothing more. */
    public void loseServer() {
        open.forEach(Link::loseServer);
    }

    /** Ends all connections and lets nobody in. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** All switches off. */
    public void heal() {
        refusing = false;
        towardsClients.heal();
        towardsServer.heal();
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                if (listening.isClosed()) {
                    cut();
                }
            }
        }
    }

    private void connect(Socket client) {
        connections.incrementAndGet();
        if (refusing) {
            resetQuietly(client);
            return;
        }
        try {
            var link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
            open.add(link);
            Thread.ofVirtual().start(() -> pump(link, link.client, link.server, towardsServer));
            Thread.ofVirtual().start(() -> pump(link, link.server, link.client, towardsClients));
            if (refusing || listening.isClosed()) {
                link.reset();
            }
        } catch (IOException e) {
            closeQuietly(client); // as if it had refused
        }
    }

    private void pump(Link link, Socket from, Socket to, Passage passage) {
        byte[] buffer = new byte[AT_ONCE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = read(in, buffer, passage); length >= 0; length = read(in, buffer, passage)) {
                passage.awaitTurn();
                if (!passage.pass(out, buffer, length)) {
                    cut();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // one side is gone; both are closed now
        } finally {
            link.pumpEnded();
            if (!link.halfOpen || link.client.isClosed()) {
                open.remove(link);
            }
        }
    }

    private static int read(InputStream in, byte[] buffer, Passage passage) throws IOException {
        return in.read(buffer, 0, Math.min(buffer.length, passage.slice));
    }

    private static void resetQuietly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends everything. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        cut();
    }
}
