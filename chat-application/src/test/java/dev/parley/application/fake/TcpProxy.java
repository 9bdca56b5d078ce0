package dev.parley.application.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and a server of this machine, and can do to them what networks do. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Passage towardsClients = new Passage();
    private final Passage towardsServer = new Passage();
    private final AtomicLong connections = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean frozen;

    /** One direction of all connections. */
    private static final class Passage {

        private static final long NEVER = Long.MAX_VALUE;

        private final AtomicLong passed = new AtomicLong();
        private final AtomicLong cutAt = new AtomicLong(NEVER);

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
    }

    private TcpProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** A proxy for a server at this port of the loopback address. */
    public static TcpProxy to(int port) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
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
        open.forEach(TcpProxy::closeQuietly);
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
        setFrozen(true);
    }

    /** What waited goes on. */
    public void thaw() {
        setFrozen(false);
    }

    private void setFrozen(boolean value) {
        lock.lock();
        try {
            frozen = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                closeAllIfClosed();
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        connections.incrementAndGet();
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            Thread.ofVirtual().start(() -> pump(client, server, towardsServer));
            Thread.ofVirtual().start(() -> pump(server, client, towardsClients));
        } catch (IOException e) {
            closeQuietly(client); // as if it had refused
        }
    }

    private void pump(Socket from, Socket to, Passage passage) {
        byte[] buffer = new byte[8_192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitThaw();
                if (!passage.pass(out, buffer, length)) {
                    cut();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // one side is gone; both are closed now
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitThaw() throws InterruptedException {
        lock.lock();
        try {
            while (frozen) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeAllIfClosed() {
        if (listening.isClosed()) {
            cut();
        }
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
        thaw();
        cut();
    }
}
