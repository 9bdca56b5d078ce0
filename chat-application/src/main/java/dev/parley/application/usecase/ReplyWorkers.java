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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds replies to be written and writes them, at most so many at once; stops them when somebody wants it. */
final class ReplyWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyWorkers.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TAKE = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 200;

    private final Ports ports;
    private final Policies policies;
    private final NodeLife life;
    private final RunningReplies running;
    private final ReplyWriter writer;
    private final Semaphore places;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private volatile boolean closed;
    private @Nullable Thread taker;

    ReplyWorkers(Ports ports, Policies policies, NodeLife life, RunningReplies running, ReplyWriter writer) {
        this.ports = ports;
        this.policies = policies;
        this.life = life;
        this.running = running;
        this.writer = writer;
        this.places = new Semaphore(policies.mostReplies());
    }

    /** Takes this node's lease and begins. Blocks until the lease is there. */
    void start() {
        life.renew();
        parts.add(ports.bus().listenToAll(this::heard));
        parts.add(Repeating.start("lease", life.pace(), life::renew));
        parts.add(Repeating.start("limits", TICK, running::tick));
        parts.add(Repeating.start("sweep", policies.sweepEvery(), this::sweep));
        parts.add(Repeating.start("cancels", policies.sweepEvery().multipliedBy(2), this::stopCancelled));
        taker = Thread.ofVirtual().name("parley-taker").start(this::takeAll);
        sweep();
    }

    private void heard(Announcement announcement) {
        switch (announcement) {
            case Announcement.CancelRequested(var key, var reply) -> running.stop(reply, Stop.CANCELLED);
            case Announcement.Appended(var key, var events) -> {
                if (events.stream().map(RecordedEvent::event).anyMatch(SessionEvent.SessionDeleted.class::isInstance)) {
                    running.stopAllOf(key, Stop.HANDED_BACK);
                }
            }
        }
    }

    private void sweep() {
        if (life.lease() != null) {
            ports.jobs().startable(SWEPT_AT_ONCE).forEach(ports.queue()::offer);
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
            while (!closed) {
                ports.queue().take(TAKE).ifPresent(this::begin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts writing, if there is a place; if not, the sweep will come back to it. */
    private void begin(ReplyJobs.Ticket ticket) {
        if (!closed && places.tryAcquire()) {
            Thread.ofVirtual().name("parley-reply").start(() -> {
                try {
                    write(ticket);
                } finally {
                    places.release();
                }
            });
        }
    }

    private void write(ReplyJobs.Ticket ticket) {
        NodeLease lease = life.lease();
        if (lease == null) {
            return;
        }
        try {
            ports.jobs().claim(ticket, lease, ports.now()).ifPresent(writer::write);
        } catch (StoreException e) {
            LOG.warn("reply {} could not be written now; the sweep will find it", ticket.reply(), e);
        } catch (RuntimeException e) {
            LOG.error("reply {} failed in a way it should not", ticket.reply(), e);
        }
    }

    /** How many replies this node is writing. */
    int size() {
        return running.size();
    }

    /** Takes no new work, lets replies end for a while, hands the others back, and gives the lease up. */
    @Override
    public void close() {
        closed = true;
        Thread taking = taker;
        if (taking != null) {
            taking.interrupt();
        }
        waitForReplies(policies.closeWithin());
        running.stopAll(Stop.HANDED_BACK);
        waitForReplies(policies.leaseTimeToLive());
        running.closing().countDown();
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
