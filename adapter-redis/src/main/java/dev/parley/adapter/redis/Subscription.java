package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Listens to whatever is wanted, and comes back by itself. What was said while Redis was away is lost. */
final class Subscription implements Link.Observer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final RedisConnections connections;
    private final Ear ear;
    private final Heartbeat heartbeat;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    /** What is wanted; a latch opens when the connection hears it. Guarded by the lock. */
    private final Map<String, CountDownLatch> wanted = new HashMap<>();

    /** The connection, being made or used. Guarded by the lock. */
    private @Nullable Link current;

    /** Whether the connection takes wishes. Guarded by the lock. */
    private boolean live;

    /** Whether people were told so. Used by the listening thread alone. */
    private boolean isAway;

    private Subscription(RedisConnections connections, Ear ear, Heartbeat heartbeat) {
        this.connections = connections;
        this.ear = ear;
        this.heartbeat = heartbeat;
    }

    /** Begins to connect, and goes on until it is closed. */
    static Subscription open(RedisConnections connections, Ear ear, Heartbeat heartbeat) {
        Subscription subscription = new Subscription(connections, ear, heartbeat);
        Thread.ofVirtual().name("redis-subscription").start(subscription::keepListening);
        return subscription;
    }

    /** Wants a channel, or {@link Channels#ALL_SESSIONS}. Does not wait for it. */
    void want(String channel) {
        locked(() -> {
            wanted.put(channel, new CountDownLatch(1));
            if (live && current != null) {
                current.listenTo(Set.of(channel));
            }
        });
    }

    /** Does not want a channel any more. */
    void drop(String channel) {
        locked(() -> {
            wanted.remove(channel);
            if (live && current != null) {
                current.forget(channel);
            }
        });
    }

    /** Waits until Redis sends us this channel; not at all while Redis is away. Says whether it does. */
    boolean awaitHeard(String channel, Duration atMost) {
        CountDownLatch heard = latchOf(channel);
        try {
            return heard != null && heard.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether there is a connection that listens. */
    boolean isLive() {
        lock.lock();
        try {
            return live;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable CountDownLatch latchOf(String channel) {
        lock.lock();
        try {
            return live ? wanted.get(channel) : null;
        } finally {
            lock.unlock();
        }
    }

    private void keepListening() {
        while (!isClosed()) {
            try {
                begin(connections.ownConnection()).run(heartbeat);
            } catch (JedisException e) {
                tellThatItIsAway(e);
            } finally {
                locked(this::forgetConnection);
            }
            pause();
        }
    }

    private Link begin(Connection connection) {
        Link link = new Link(connection, () -> connections.isForListening(connection), this, ear);
        locked(() -> current = link);
        return link;
    }

    private void forgetConnection() {
        current = null;
        live = false;
        wanted.replaceAll((channel, heard) -> new CountDownLatch(1));
    }

    @Override
    public void onEstablished(Link link) {
        if (isAway) {
            isAway = false;
            LOG.info("Redis is back");
        }
        backoff.reset();
        locked(() -> {
            live = true;
            link.listenTo(wanted.keySet());
        });
        if (isClosed()) {
            link.cut();
        }
    }

    @Override
    public void onHeard(String channel) {
        locked(() -> {
            CountDownLatch heard = wanted.get(channel);
            if (heard != null) {
                heard.countDown();
            }
        });
        ear.onHeard(channel);
    }

    private void tellThatItIsAway(JedisException e) {
        if (!isAway && !isClosed()) {
            isAway = true;
            LOG.warn("Redis is away; what other nodes do comes from the store meanwhile: {}", Reason.of(e));
        }
    }

    private void pause() {
        try {
            closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it. Idempotent; does not wait for the threads. */
    @Override
    public void close() {
        closed.countDown();
        locked(() -> {
            if (current != null) {
                current.cut();
            }
        });
    }
}
