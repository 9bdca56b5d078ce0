package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tickets and takers of one node, until they find each other or go to Redis. A taker that waits is given what is offered
 * here at once. What nobody here waits for is to be sent, and stays here only while Redis does not take it: then it is
 * given to the takers of this node. Thread-safe; nothing in here waits for Redis.
 */
final class WaitingWork implements AutoCloseable {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingToSend = lock.newCondition();
    private final Condition somebodyWaits = lock.newCondition();

    /** Those who wait here. Guarded by the lock, like all below. */
    private final Queue<Taker> takers = new ArrayDeque<>();

    /** What is to be sent, the oldest first. */
    private final Deque<QueuedTicket> unsent = new ArrayDeque<>();

    /** Whether Redis did not take what was sent last. */
    private boolean stuck;

    private boolean closed;

    /** Somebody who waits, and what it is given. */
    private final class Taker {

        private final Condition served = lock.newCondition();
        private @Nullable Ticket given;
    }

    /** @param capacity how many tickets may wait to be sent; further ones are left out */
    WaitingWork(int capacity) {
        this.capacity = capacity;
    }

    /** Takes a ticket in, or leaves it out. Does not block. */
    void offer(Ticket ticket) {
        locked(() -> {
            if (!give(ticket)) {
                addLast(QueuedTicket.unplaced(ticket));
            }
        });
    }

    /** Waits for a ticket; empty when the time is over. */
    Optional<Ticket> take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            QueuedTicket own = stuck ? unsent.pollFirst() : null;
            return own == null ? await(atMost) : Optional.of(own.ticket());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Ticket> await(Duration atMost) throws InterruptedException {
        var taker = new Taker();
        takers.add(taker);
        somebodyWaits.signal();
        try {
            long nanos = atMost.toNanos();
            while (taker.given == null && nanos > 0) {
                nanos = taker.served.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            if (taker.given == null) {
                throw e;
            }
            Thread.currentThread().interrupt(); // it leaves with what it was given meanwhile
        } finally {
            takers.remove(taker);
        }
        return Optional.ofNullable(taker.given);
    }

    /** A ticket came from Redis. If nobody waits any more it goes back. */
    void came(QueuedTicket ticket) {
        locked(() -> {
            if (!give(ticket.ticket()) && unsent.size() < capacity) {
                unsent.addFirst(ticket);
                somethingToSend.signal();
            }
        });
    }

    /** Waits until somebody waits; says false when there will be nobody any more. */
    boolean awaitTaker() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (takers.isEmpty() && !closed) {
                somebodyWaits.await();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to send and takes it out, the oldest first; empty when nothing will come any more. */
    List<QueuedTicket> awaitUnsent(int atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (unsent.isEmpty() && !closed) {
                somethingToSend.await();
            }
            List<QueuedTicket> taken = new ArrayList<>();
            while (taken.size() < atMost && !unsent.isEmpty()) {
                taken.add(unsent.removeFirst());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Redis took what was sent. */
    void sent() {
        locked(() -> stuck = false);
    }

    /** Redis did not take it: it goes back to where it was, and from now on to those who wait here. */
    void notSent(List<QueuedTicket> tickets) {
        locked(() -> {
            stuck = true;
            tickets.reversed().forEach(unsent::addFirst);
            while (unsent.size() > capacity) {
                unsent.removeLast();
            }
            while (!unsent.isEmpty() && give(unsent.getFirst().ticket())) {
                unsent.removeFirst();
            }
        });
    }

    /** How many wait to be sent. */
    int size() {
        lock.lock();
        try {
            return unsent.size();
        } finally {
            lock.unlock();
        }
    }

    private void addLast(QueuedTicket ticket) {
        if (unsent.size() < capacity) {
            unsent.addLast(ticket);
            somethingToSend.signal();
        }
    }

    /** Gives a ticket to who has waited longest; says false if nobody waits. */
    private boolean give(Ticket ticket) {
        Taker taker = takers.poll();
        if (taker == null) {
            return false;
        }
        taker.given = ticket;
        taker.served.signal();
        return true;
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those go who wait for something to send or for a taker. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            somethingToSend.signalAll();
            somebodyWaits.signalAll();
        });
    }
}
