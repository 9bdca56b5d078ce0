package dev.parley.application.port.out;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Wakes a worker, on this node or on another. A lost wake-up is repaired by the sweep over the store, and one that is given
 * twice costs a claim in vain: who writes a reply is decided there. Thread-safe.
 *
 * <ol>
 *   <li>G1: an offered ticket is given to at most one taker, of whichever node; unless the backend breaks just then.
 *   <li>G2: tickets that are offered while nobody takes are given in the order they were offered.
 *   <li>G3: offering never blocks and never throws; what does not fit is dropped.
 *   <li>G4: taking waits at most the given time, and ends at once when the thread is interrupted.
 *   <li>G5: what nobody takes on the node where it is offered is given to whoever takes on another.
 *   <li>G6: while the backend is lost, a node's tickets are given to its own takers.
 *   <li>G7: how many tickets wait is told for all nodes together, and not at all, rather than wrongly, if the backend
 *       does not say.
 * </ol>
 */
public interface WorkQueue {

    /** Says that a reply may be claimable now. */
    void offer(ReplyJobs.Ticket ticket);

    /** Waits for a ticket; empty when the time is over. */
    Optional<ReplyJobs.Ticket> take(Duration atMost) throws InterruptedException;

    /**
     * How many tickets nobody has taken yet. For gauges; blocks for one question to the backend at most.
     *
     * @return empty if it can't be known now
     */
    OptionalLong waiting();
}
