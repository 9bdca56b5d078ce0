package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Puts into the queue of all nodes what nobody on this one waits for, on a thread of its own. What Redis does not take
 * stays on this node, and is tried again.
 *
 * <p>When a connection breaks it is not known whether the queue has the tickets. They are sent again then: the queue takes
 * each once while it waits, and one that was taken already costs somebody a claim in vain.
 */
final class WorkSender implements AutoCloseable {

    /** The one queue. */
    static final String QUEUE = "parley:work";

    /** How long the queue is kept after the last ticket: whoever waits so long was found by the sweep. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private static final int AT_ONCE = 256;
    private static final Script OFFER = Script.named("work-offer");
    private static final Logger LOG = LoggerFactory.getLogger(WorkSender.class);

    private final RedisConnections connections;
    private final WaitingWork work;
    private final int capacity;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Whether people were told so. Used by the thread alone. */
    private boolean isAway;

    private WorkSender(RedisConnections connections, WaitingWork work, int capacity) {
        this.connections = connections;
        this.work = work;
        this.capacity = capacity;
        this.thread = Thread.ofVirtual().name("redis-work-sender").unstarted(this::run);
    }

    /** @param capacity how many tickets may wait in the queue of all nodes */
    static WorkSender open(RedisConnections connections, WaitingWork work, int capacity) {
        var sender = new WorkSender(connections, work, capacity);
        sender.thread.start();
        return sender;
    }

    private void run() {
        try {
            List<QueuedTicket> next = work.awaitUnsent(AT_ONCE);
            while (!next.isEmpty() && (send(next) || !isClosed())) {
                next = work.awaitUnsent(AT_ONCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(List<QueuedTicket> tickets) throws InterruptedException {
        try {
            long dropped = connections.call(redis -> offer(redis, tickets, capacity));
            work.sent();
            tellThatItIsBack(dropped);
            return true;
        } catch (JedisException e) {
            work.notSent(tickets);
            tellThatItIsAway(e);
            closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (RuntimeException e) {
            LOG.error("Tickets were not sent in a way that should not be; the sweep will find the replies", e);
            return true;
        }
    }

    /** Puts tickets into the queue; says how many there was no room for. */
    static long offer(UnifiedJedis redis, List<QueuedTicket> tickets, int capacity) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(capacity), Long.toString(KEPT.toMillis())));
        for (QueuedTicket ticket : tickets) {
            arguments.add(ticket.placeText());
            arguments.add(ticket.text());
        }
        return (Long) OFFER.run(redis, List.of(QUEUE), arguments);
    }

    private void tellThatItIsBack(long dropped) {
        if (dropped > 0) {
            LOG.debug("Too much work waits; {} tickets were left out", dropped);
        }
        if (isAway) {
            LOG.info("Redis takes work again");
            isAway = false;
            backoff.reset();
        }
    }

    private void tellThatItIsAway(JedisException e) {
        if (!isAway && !isClosed()) {
            LOG.warn(
                    "Redis takes no work; this node does what it accepts, and other nodes find the rest in the store: {}",
                    e.getMessage());
        }
        isAway = true;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /**
     * Ends it, after what waits was tried once. The work is to be closed before. Blocks for no longer
     * than an answer may take; idempotent.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(connections.timeout())) {
                LOG.debug("Redis did not take the last tickets in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
