package dev.parley.application.usecase;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's lease. It believes itself alive for two thirds of the lease after the last renewal began, on a
 * clock that only goes forward: it stops writing before anybody else may think it dead.
 */
final class NodeLife {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);

    private final NodeLeases leases;
    private final String node;
    private final Duration timeToLive;
    private final LongSupplier nanoClock;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Held held = new Held(null, 0);

    /** A lease and until when we may rely on it. */
    private record Held(@Nullable NodeLease lease, long until) {}

    NodeLife(NodeLeases leases, String node, Duration timeToLive, LongSupplier nanoClock) {
        this.leases = leases;
        this.node = node;
        this.timeToLive = timeToLive;
        this.nanoClock = nanoClock;
    }

    /** How often {@link #renew} should be called. */
    Duration pace() {
        return timeToLive.dividedBy(3);
    }

    /** The lease this process may act under now; null if it must not act. */
    @Nullable
    NodeLease lease() {
        Held now = held;
        return nanoClock.getAsLong() - now.until() < 0 ? now.lease() : null;
    }

    /** Whether writes under this lease may still be made. Cheap: asked before every piece. */
    boolean allows(NodeLease lease) {
        return lease.equals(lease());
    }

    /** Renews the lease, or begins a new life if it is lost. Blocks on the store. From any thread. */
    void renew() {
        renewing.lock();
        try {
            renewAlone();
        } finally {
            renewing.unlock();
        }
    }

    private void renewAlone() {
        long begun = nanoClock.getAsLong();
        NodeLease lease = held.lease();
        if (lease != null && leases.renew(lease, timeToLive)) {
            held = new Held(lease, begun + trusted());
            return;
        }
        if (lease != null) {
            LOG.warn("lease {} of node {} was lost; replies begun under it stop", lease.epoch(), node);
            // At once: nobody knows when another can be taken.
            held = new Held(null, 0);
        }
        held = new Held(leases.take(node, timeToLive), begun + trusted());
    }

    private long trusted() {
        return timeToLive.multipliedBy(2).dividedBy(3).toNanos();
    }

    /** Ends this life, so that others need not wait for it to run out. */
    void release() {
        NodeLease lease = held.lease();
        held = new Held(null, 0);
        if (lease != null) {
            try {
                leases.release(lease);
            } catch (StoreException e) {
                LOG.info("the lease could not be released and will run out by itself", e);
            }
        }
    }
}
