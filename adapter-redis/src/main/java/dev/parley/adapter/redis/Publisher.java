package dev.parley.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Says things in channels, one after the other, on a thread of its own. Whoever says something never waits: what does
 * not fit, and what is said while Redis is away, is left out.
 */
final class Publisher implements AutoCloseable {

    static final int CAPACITY = 4_096;

    private static final int AT_ONCE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final BlockingQueue<Saying> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final RedisConnections connections;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Thread thread;

    /** Until when nothing is tried. Used by the thread alone, like the two below. */
    private long awayUntil = System.nanoTime();

    private boolean isAway;
    private long leftOut;
    private volatile boolean closed;

    private Publisher(RedisConnections connections) {
        this.connections = connections;
        this.thread = Thread.ofVirtual().name("redis-publisher").unstarted(this::run);
    }

    static Publisher open(RedisConnections connections) {
        Publisher publisher = new Publisher(connections);
        publisher.thread.start();
        return publisher;
    }

    /** Says something soon, or leaves it out. From any thread; does not block. */
    void say(String channel, String payload) {
        if (!waiting.offer(new Saying(channel, payload))) {
            LOG.debug("Too much to say; left one announcement out");
        }
    }

    private void run() {
        try {
            while (!closed) {
                List<Saying> next = new ArrayList<>(List.of(waiting.take()));
                waiting.drainTo(next, AT_ONCE - 1);
                sayAll(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void sayAll(List<Saying> sayings) throws InterruptedException {
        if (isAway && System.nanoTime() - awayUntil < 0) {
            leftOut += sayings.size();
            return;
        }
        try {
            leftOut += connections.callTogether(batch -> publish(batch, sayings));
            tellThatItIsBack();
        } catch (JedisException e) {
            leftOut += sayings.size();
            tellThatItIsAway(e);
        }
    }

    /** Throws what Jedis throws if nothing was taken; otherwise tells how much was not. */
    private static long publish(Batch batch, List<Saying> sayings) {
        List<Answer<Long>> answers = sayings.stream()
                .map(saying -> batch.publish(saying.channel(), saying.payload()))
                .toList();
        batch.send();
        long refused = answers.stream().filter(Answer::hasFailed).count();
        if (refused == answers.size()) {
            answers.getFirst().get();
        }
        return refused;
    }

    private void tellThatItIsBack() {
        if (isAway) {
            LOG.info("Redis takes announcements again; {} were left out", leftOut);
            isAway = false;
            leftOut = 0;
            backoff.reset();
        }
    }

    private void tellThatItIsAway(JedisException e) {
        if (!isAway && !closed) {
            LOG.warn("Redis takes no announcements; other nodes will find out from the store: {}", Reason.of(e));
        }
        isAway = true;
        awayUntil = System.nanoTime() + backoff.next().toNanos();
    }

    /** Ends it; what waits is not said any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private record Saying(String channel, String payload) {}
}
