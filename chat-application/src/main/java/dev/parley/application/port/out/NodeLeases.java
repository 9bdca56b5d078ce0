package dev.parley.application.port.out;

import java.time.Duration;

/**
 * Says which nodes are alive, by the store's own clock. Thread-safe; every method blocks and throws {@link
 * StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: taking a lease gives an epoch above all earlier ones of that node, and ends them at once.
 *   <li>G2: a lease is alive until its time to live has passed since it was last taken or renewed, by the store's clock.
 *   <li>G3: renewing a lease that was replaced, released or ran out is refused and changes nothing.
 *   <li>G4: a released lease is dead at once.
 *   <li>G5: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface NodeLeases {

    /** Begins a new life of a node. */
    NodeLease take(String node, Duration timeToLive);

    /**
     * Keeps a lease alive.
     *
     * @return false if it is not this process's any more: it must stop writing
     */
    boolean renew(NodeLease lease, Duration timeToLive);

    /** Ends a lease. Idempotent. */
    void release(NodeLease lease);
}
