package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Wakes the workers of all nodes. Whoever waits on the node where a ticket is offered gets it without Redis; what nobody
 * there waits for is given to the node that has waited longest. Redis only hands out: who writes a reply is decided by the
 * claim in the store, and what gets lost here is found there by the sweep.
 */
final class RedisWorkQueue implements WorkQueue, AutoCloseable {

    /** How many tickets may wait. Beyond it the store alone knows of replies to be written. */
    static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisWorkQueue.class);

    private final RedisConnections connections;
    private final WaitingWork work;
    private final WorkSender sender;
    private final WorkFetcher fetcher;

    private RedisWorkQueue(RedisConnections connections, int capacity) {
        this.connections = connections;
        this.work = new WaitingWork(capacity);
        this.sender = WorkSender.open(connections, work, capacity);
        this.fetcher = WorkFetcher.open(connections, work);
    }

    /** @param capacity how many tickets may wait in Redis, and as many on this node while it is away; at least 1 */
    static RedisWorkQueue over(RedisConnections connections, int capacity) {
        return new RedisWorkQueue(connections, capacity);
    }

    @Override
    public void offer(Ticket ticket) {
        work.offer(ticket);
    }

    @Override
    public Optional<Ticket> take(Duration atMost) throws InterruptedException {
        return work.take(atMost);
    }

    @Override
    public OptionalLong waiting() {
        try {
            return OptionalLong.of(work.size() + connections.call(redis -> redis.zcard(WorkSender.QUEUE)));
        } catch (JedisException e) {
            LOG.debug("Redis does not tell how much work waits: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalLong.empty();
    }

    /** How many tickets wait on this node. */
    int waitingHere() {
        return work.size();
    }

    /** Ends it, after what waits here was sent, for other nodes. Blocks for a moment; idempotent. */
    @Override
    public void close() {
        fetcher.close();
        work.close();
        sender.close();
    }
}
