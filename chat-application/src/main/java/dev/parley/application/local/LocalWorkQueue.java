package dev.parley.application.local;

import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Wakes the workers of this process. What does not fit is dropped: the sweep over the store finds it. */
public final class LocalWorkQueue implements WorkQueue {

    private final BlockingQueue<Ticket> tickets;

    /**
     * An empty queue.
     *
     * @param capacity how many tickets may wait, at least 1
     */
    public LocalWorkQueue(int capacity) {
        this.tickets = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void offer(Ticket ticket) {
        // A full queue is no failure: what it has no room for is repaired by the sweep.
        tickets.offer(ticket);
    }

    @Override
    public Optional<Ticket> take(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(tickets.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public OptionalLong waiting() {
        return OptionalLong.of(tickets.size());
    }
}
