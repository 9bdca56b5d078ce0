package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.Tuple;
import redis.clients.jedis.util.KeyValue;

/**
 * Fetches tickets from the queue of all nodes, one at a time, while somebody here waits for one; on a thread and a
 * connection of its own, since waiting holds it. There is no connection before somebody waits.
 */
final class WorkFetcher implements AutoCloseable {

    /** How long Redis holds a question. A dead connection is noticed a timeout later. */
    static final Duration HELD = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(WorkFetcher.class);

    private final RedisConnections connections;
    private final WaitingWork work;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** The connection that is used. */
    private volatile @Nullable Connection current;

    /** Whether people were told so. Used by the thread alone. */
    private boolean isAway;

    private WorkFetcher(RedisConnections connections, WaitingWork work) {
        this.connections = connections;
        this.work = work;
        this.thread = Thread.ofVirtual().name("redis-work-fetcher").unstarted(this::run);
    }

    static WorkFetcher open(RedisConnections connections, WaitingWork work) {
        var fetcher = new WorkFetcher(connections, work);
        fetcher.thread.start();
        return fetcher;
    }

    private void run() {
        try {
            while (work.awaitTaker()) {
                fetchUntilItBreaks();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void fetchUntilItBreaks() throws InterruptedException {
        try {
            fetchOver(connections.ownConnection(WorkSender.QUEUE, HELD));
        } catch (JedisException e) {
            tellThatItIsAway(e);
            lookAgain();
            closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void fetchOver(Connection connection) throws InterruptedException {
        current = connection;
        try (var redis = new Jedis(connection)) {
            while (!isClosed() && work.awaitTaker()) {
                fetch(redis).ifPresent(work::came);
                tellThatItIsBack();
            }
        } finally {
            current = null;
        }
    }

    /** The queue may be at another server now. */
    private void lookAgain() {
        try {
            connections.lookAgain();
        } catch (JedisException e) {
            LOG.debug("Nobody tells where the queue is: {}", e.getMessage());
        }
    }

    private static Optional<QueuedTicket> fetch(Jedis redis) {
        KeyValue<String, Tuple> taken = redis.bzpopmin((double) HELD.toSeconds(), WorkSender.QUEUE);
        try {
            return taken == null ? Optional.empty() : Optional.of(QueuedTicket.from(taken.getValue()));
        } catch (IllegalArgumentException e) {
            // Of a node of another version. The sweep finds the reply.
            LOG.warn("What is in the queue is no ticket and is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void tellThatItIsBack() {
        if (isAway) {
            LOG.info("Redis gives work again");
            isAway = false;
        }
        backoff.reset();
    }

    private void tellThatItIsAway(JedisException e) {
        if (!isAway && !isClosed()) {
            isAway = true;
            LOG.warn("Redis gives no work; what other nodes accept is found in the store: {}", e.getMessage());
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Ends it at once, also while it waits for Redis. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        Connection connection = current;
        if (connection != null) {
            RedisConnections.cut(connection);
        }
    }
}
