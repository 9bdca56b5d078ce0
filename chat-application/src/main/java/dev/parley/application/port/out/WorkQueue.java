package dev.parley.application.port.out;

import java.time.Duration;
import java.util.Optional;

/**
 * Wakes a worker. A lost wake-up is repaired by the sweep over the store. Thread-safe.
 *
 * <ol>
 *   <li>G1: an offered ticket is given to at most one taker.
 *   <li>G2: tickets are given in the order they were offered.
 *   <li>G3: offering never blocks and never throws; what does not fit is dropped.
 *   <li>G4: taking waits at most the given time, and ends at once when the thread is interrupted.
 * </ol>
 */
public interface WorkQueue {

    /** Says that a reply may be claimable now. */
    void offer(ReplyJobs.Ticket ticket);

    /** Waits for a ticket; empty when the time is over. */
    Optional<ReplyJobs.Ticket> take(Duration atMost) throws InterruptedException;
}
