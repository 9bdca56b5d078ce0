package dev.parley.application.usecase;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.session.SessionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds replies to be written and writes them, at most so many at once; stops them when somebody wants it. On a node that
 * is no worker it is never started.
 */
final class ReplyWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWorkers.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TAKE = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 200;

    private final Ports ports;
    private final Policies policies;
    private final NodeLife life;
    private final RunningReplies running;
    private final ReplyClaims claims;
    private final ReplyConclusion conclusion;
    private final UnstoredWriter unstored;
    private final UnstoredConclusion unstoredConclusion;
    private final Semaphore places;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable Thread taker;

    ReplyWorkers(
            Ports ports,
            Policies policies,
            NodeLife life,
            RunningReplies running,
            ReplyClaims claims,
            ReplyConclusion conclusion,
            UnstoredWriter unstored,
            UnstoredConclusion unstoredConclusion,
            Semaphore places) {
        this.ports = ports;
        this.policies = policies;
        this.life = life;
        this.running = running;
        this.claims = claims;
        this.conclusion = conclusion;
        this.unstored = unstored;
        this.unstoredConclusion = unstoredConclusion;
        this.places = places;
    }

    /** Takes this node's lease and begins. Blocks until the lease is there. */
    void start() {
        life.renew();
        parts.add(ports.bus().listenToAll(this::heard));
        parts.add(Repeating.start("lease", life.pace(), life::renew));
        parts.add(Repeating.start("limits", TICK, running::tick));
        parts.add(Repeating.start("sweep", policies.sweepEvery(), this::sweep));
        parts.add(Repeating.start("unstored", policies.sweepEvery(), unstoredConclusion::concludeAll));
        parts.add(Repeating.start("kept", policies.stream().checkpointEvery(), unstored::keepGrown));
        parts.add(Repeating.start("cancels", policies.sweepEvery().multipliedBy(2), this::stopCancelled));
        taker = Thread.ofVirtual().name("parley-taker").start(this::takeAll);
        Thread.ofVirtual().name("parley-first-sweep").start(this::firstSweep);
    }

    private void heard(Announcement announcement) {
        switch (announcement) {
            case Announcement.CursorsMoved ignored -> {}
            case Announcement.CancelRequested(var key, var reply) -> running.stop(reply, Stop.CANCELLED);
            case Announcement.Appended(var key, var events) -> {
                if (events.stream().map(RecordedEvent::event).anyMatch(SessionEvent.SessionDeleted.class::isInstance)) {
                    running.stopAllOf(key, Stop.HANDED_BACK);
                }
            }
        }
    }

    private void firstSweep() {
        try {
            sweep();
        } catch (StoreException e) {
            LOG.warn("the first sweep failed; the next one is due soon", e);
        }
    }

    /** Offers no more than there is room for, lest the queue fills with what it holds already. */
    private void sweep() {
        int room = Math.min(SWEPT_AT_ONCE, policies.mostReplies() - running.size());
        if (room > 0 && life.lease() != null) {
            ports.jobs().startable(room).forEach(ports.queue()::offer);
        }
    }

    private void stopCancelled() {
        NodeLease lease = life.lease();
        if (lease != null && !running.isEmpty()) {
            ports.jobs().cancelRequested(lease).forEach(reply -> running.stop(reply, Stop.CANCELLED));
        }
    }

    private void takeAll() {
        try {
            while (closed.getCount() > 0) {
                takeOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeOne() throws InterruptedException {
        try {
            takeWhenThereIsAPlace();
        } catch (RuntimeException | Error e) {
            LOG.warn("no work could be taken from the queue; this will be tried again", e);
            closed.await(TAKE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What this node has no place for stays in the queue, where other nodes find it. */
    private void takeWhenThereIsAPlace() throws InterruptedException {
        places.acquire();
        boolean begun = false;
        try {
            Optional<ReplyJobs.Ticket> ticket = ports.queue().take(TAKE);
            if (ticket.isPresent()) {
                begun = beginUnlessClosed(ticket.get());
            }
        } finally {
            if (!begun) {
                places.release();
            }
        }
    }

    /** A node that stops leaves what it took last to others. */
    private boolean beginUnlessClosed(ReplyJobs.Ticket ticket) {
        boolean open = closed.getCount() > 0;
        if (open) {
            begin(ticket);
        } else {
            ports.queue().offer(ticket);
        }
        return open;
    }

    private void begin(ReplyJobs.Ticket ticket) {
        Thread.ofVirtual().name("parley-reply").start(() -> {
            try {
                claims.write(ticket);
            } finally {
                places.release();
            }
        });
    }

    /** How many replies this node is writing. */
    int size() {
        return running.size() + unstored.size();
    }

    /** Takes no new work, lets replies end for a while, hands the others back, and gives the lease up. */
    @Override
    public void close() {
        closed.countDown();
        unstored.close();
        Thread taking = taker;
        if (taking != null) {
            taking.interrupt();
        }
        waitForReplies(policies.closeWithin());
        running.stopAll(Stop.HANDED_BACK);
        waitForReplies(policies.leaseTimeToLive());
        conclusion.close();
        parts.reversed().forEach(this::closeQuietly);
        life.release();
    }

    private void waitForReplies(Duration atMost) {
        try {
            if (places.tryAcquire(policies.mostReplies(), atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                places.release(policies.mostReplies());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("a part of the workers did not close", e);
        }
    }
}
