package dev.parley.adapter.redis;

import dev.parley.application.port.out.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps Redis and this node of one mind about who is where, on a thread of its own: what changed soon, and everything once
 * in a while, which is this node's sign of life, repairs what Redis lost, and finds out who died. Nobody waits for it.
 */
final class PresenceKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceKeeper.class);
    private static final int AT_ONCE = 128;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    /** What it keeps. Called on its thread; may wait for Redis and throws what Jedis throws. */
    interface Kept {

        /** All sessions of this node. */
        List<SessionKey> sessions();

        /** Tells Redis who of this node is in some sessions, and takes in who of others is. */
        void sync(List<SessionKey> sessions) throws InterruptedException;

        /** Tells Redis who of this node came online or went; or all who are. */
        void syncOnline(boolean all) throws InterruptedException;

        /** Redis has not been heard for a while. */
        void doubt();
    }

    private final Kept kept;
    private final Pace pace;
    private final LongSupplier nanoClock;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<SessionKey> dirty = new LinkedHashSet<>();
    private final Thread thread = Thread.ofVirtual().name("redis-presence").unstarted(this::run);
    private boolean closed;

    /** Whether people were told that Redis is away, and when all was said last. Used by the thread alone. */
    private boolean isAway;

    private long saidAllAt;

    /**
     * How often it looks.
     *
     * @param online how long who came online or went may wait to be told
     * @param all how often everything is said again
     */
    record Pace(Duration online, Duration all) {

        static final Pace STANDARD = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    PresenceKeeper(Kept kept, Pace pace, LongSupplier nanoClock) {
        this.kept = kept;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.saidAllAt = nanoClock.getAsLong();
    }

    void start() {
        thread.start();
    }

    /** Something is different in a session, here or elsewhere. From any thread; does not block. */
    void look(SessionKey session) {
        lock.lock();
        try {
            dirty.add(session);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitWork()) {
                work();
            }
            sayLast();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Until a session is different or it is time to say who is online; false when closed. */
    private boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            long left = pace.online().toNanos();
            while (dirty.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void work() throws InterruptedException {
        try {
            long now = nanoClock.getAsLong();
            boolean all = isAway || now - saidAllAt >= pace.all().toNanos();
            say(all);
            if (all) {
                saidAllAt = now;
            }
            isBack();
        } catch (JedisException e) {
            isAway(e);
        } catch (RuntimeException e) {
            LOG.error("who is where can't be told to other nodes; it is tried again", e);
            rest();
        }
    }

    private void say(boolean all) throws InterruptedException {
        if (all) {
            kept.sessions().forEach(this::look);
        }
        for (List<SessionKey> some = next(); !some.isEmpty(); some = next()) {
            kept.sync(some);
        }
        kept.syncOnline(all);
    }

    /** Those who leave with this node are gone at once, if Redis is there; else when its last sign of life is too old. */
    private void sayLast() throws InterruptedException {
        if (!isAway) {
            try {
                say(true);
            } catch (JedisException e) {
                LOG.debug("Redis went away before this node", e);
            }
        }
    }

    private List<SessionKey> next() {
        lock.lock();
        try {
            List<SessionKey> some =
                    new ArrayList<>(dirty.stream().limit(AT_ONCE).toList());
            some.forEach(dirty::remove);
            return some;
        } finally {
            lock.unlock();
        }
    }

    private void isBack() {
        if (isAway) {
            isAway = false;
            LOG.info("Redis takes again who is where");
        }
        backoff.reset();
    }

    private void isAway(JedisException e) throws InterruptedException {
        if (!isAway && !isClosed()) {
            LOG.warn("Redis is away; people of other nodes are not seen until it is back: {}", e.getMessage());
        }
        isAway = true;
        rest();
    }

    /** All is said again afterwards, so what waited is forgotten. */
    private void rest() throws InterruptedException {
        kept.doubt();
        lock.lock();
        try {
            dirty.clear();
            long left = backoff.next().toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Says everything a last time and ends. Waits for that, but not for ever. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                LOG.warn("Telling Redis who left is stuck and left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
