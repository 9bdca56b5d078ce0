package dev.parley.adapter.redis;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Servers that somebody must be asked for. They are asked for on a thread of its own, until there is an answer: a node may
 * start before them. Only the first try is waited for.
 */
final class SoughtTopology implements Topology {

    private final Supplier<Topology> search;
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    /** Set once, under the lock. */
    private volatile @Nullable Topology found;

    private volatile String reason = "it was not looked for yet";

    private SoughtTopology(Supplier<Topology> search) {
        this.search = search;
    }

    /** @param search blocks, and throws what Jedis throws if nothing was found */
    static SoughtTopology begin(Supplier<Topology> search) {
        var sought = new SoughtTopology(search);
        Thread.ofVirtual().name("redis-search").start(sought::seek);
        return sought;
    }

    private void seek() {
        var backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = !isFound() && !closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFound() {
        try {
            take(search.get());
            return true;
        } catch (JedisException e) {
            reason = Reason.of(e);
            return false;
        } finally {
            tried.countDown();
        }
    }

    private void take(Topology topology) {
        lock.lock();
        try {
            if (closed.getCount() == 0) {
                topology.close();
            } else {
                found = topology;
            }
        } finally {
            lock.unlock();
        }
    }

    private Topology found() {
        try {
            tried.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisConnectionException("interrupted while Redis was looked for", e);
        }
        Topology topology = found;
        if (topology == null) {
            throw new JedisConnectionException("Redis was not found yet: " + reason);
        }
        return topology;
    }

    @Override
    public UnifiedJedis client() {
        return found().client();
    }

    @Override
    public HostAndPort serverOf(String key) {
        return found().serverOf(key);
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return found().borrow(server);
    }

    @Override
    public List<HostAndPort> masters() {
        return found().masters();
    }

    @Override
    public HostAndPort listeningPost() {
        return found().listeningPost();
    }

    @Override
    public boolean isListeningPost(HostAndPort server) {
        return found().isListeningPost(server);
    }

    @Override
    public boolean countsAllListeners() {
        return found().countsAllListeners();
    }

    @Override
    public void refresh() {
        found().refresh();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed.countDown();
            Topology topology = found;
            if (topology != null) {
                topology.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
