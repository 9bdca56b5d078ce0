package dev.parley.application.port.out;

import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replies as work: who writes which, fenced so that only the last claimant can change anything. Thread-safe; every
 * method blocks, is one transaction, and throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: of many that claim a reply at once exactly one gets it; its attempt is one higher than any before.
 *   <li>G2: at most one reply of a session is being written; a session's replies are given in the order of their turns.
 *   <li>G3: a reply whose owner's lease is alive can't be claimed; one whose owner's lease ran out or was replaced can.
 *   <li>G4: a claim of a reply that was being written counts as a takeover; one that was handed back does not.
 *   <li>G5: checkpoint, finish and hand-back with a claim that was lost change nothing and say so.
 *   <li>G6: finish adds the ai message, its event and ends the reply, all or nothing, once.
 *   <li>G7: a cancelled pending reply ends at once, with its message and event; a cancelled running one is marked, and
 *       the mark is seen by its owner and by later claimants; an ended one stays as it is.
 *   <li>G8: startable lists every pending or orphaned reply that could be claimed now, the longest waiting first, one
 *       of each session, and nothing else, in a time that does not grow with history.
 *   <li>G9: the replies of deleted sessions can be neither claimed nor finished.
 *   <li>G10: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface ReplyJobs {

    /** Replies that could be claimed now, at most {@code limit}. The sweep calls it; a lost wake-up is repaired here. */
    List<Ticket> startable(int limit);

    /** Tries to become the one who writes a reply. Empty if it can't be had now (or never). */
    Optional<Job> claim(Ticket ticket, NodeLease owner, Instant at);

    /**
     * Keeps the text released so far.
     *
     * @return false if the claim was lost
     */
    default boolean checkpoint(Claim claim, String text) {
        return checkpointAll(Map.of(claim, text)).isEmpty();
    }

    /**
     * Keeps the texts released so far of several replies; cheaper than one by one. Called several times a second while
     * replies are written. If it throws, some of them may have been kept.
     *
     * @return the claims that were lost, whose texts were not kept; the others' were
     */
    Set<Claim> checkpointAll(Map<Claim, String> texts);

    /** Ends a reply: message, event, state, in one go. The claim is used up. */
    Finish finish(Claim claim, Content.FromAi content, Instant at);

    /**
     * Gives a running reply back, to be written by another, whose text begins anew. What was kept of this attempt stays
     * until then: if the reply is cancelled first, it is the reply's text.
     *
     * @return false if the claim was lost
     */
    boolean handBack(Claim claim);

    /** Asks for a reply to be stopped. Idempotent. */
    Cancellation cancel(SessionKey key, MessageId reply, Instant at);

    /** The replies this owner is writing that somebody wants stopped. Polled, in case an announcement was lost. */
    List<MessageId> cancelRequested(NodeLease owner);

    /** The reply a question led to, or the reply itself by its own id; empty if neither is known in this session. */
    Optional<Progress> progress(SessionKey key, MessageId questionOrReply);

    /** The replies of a session that have not ended, in the order of their turns. */
    List<Progress> open(SessionKey key);

    /**
     * Names a reply to be written.
     *
     * @param key in which session
     * @param reply which
     */
    record Ticket(SessionKey key, MessageId reply) {}

    /**
     * The right to write a reply, until somebody claims it anew.
     *
     * @param key in which session
     * @param reply which
     * @param attempt the fence: lower attempts change nothing
     * @param owner who writes
     */
    record Claim(SessionKey key, MessageId reply, int attempt, NodeLease owner) {}

    /**
     * A claimed reply.
     *
     * @param claim the right to write it
     * @param question the message it answers
     * @param turn the exchange it belongs to
     * @param takeovers how often it was taken from a dead owner, this time included
     * @param checkpoint the last text that was kept, of whichever attempt; empty if none
     * @param cancelRequested whether somebody wants it stopped
     * @param head the session's last event when it was claimed
     */
    record Job(
            Claim claim,
            MessageId question,
            Turn turn,
            int takeovers,
            String checkpoint,
            boolean cancelRequested,
            Seq head) {}

    /** What came of a finish. */
    sealed interface Finish {

        /**
         * The reply has ended.
         *
         * @param message the ai message
         * @param event what tells of it
         * @param next the session's next pending reply; null if none waits
         */
        record Finished(
                Message message,
                RecordedEvent event,
                @Nullable Ticket next) implements Finish {}

        /** Somebody else writes it now, or it ended, or its session is gone. Nothing was changed. */
        record Lost() implements Finish {}
    }

    /** What came of a cancel. */
    sealed interface Cancellation {

        /** It had not begun: it has ended now. */
        record Ended(
                Message message,
                RecordedEvent event,
                @Nullable Ticket next) implements Cancellation {}

        /** It is being written; its owner is asked to stop. */
        record Requested() implements Cancellation {}

        /** It had ended before. */
        record AlreadyEnded(ReplyState state) implements Cancellation {}

        /** There is no such reply in a living session. */
        record Missing() implements Cancellation {}
    }

    /**
     * How far a reply is.
     *
     * @param reply which
     * @param question what it answers
     * @param turn the exchange it belongs to
     * @param state its state
     * @param attempt the highest attempt, 0 if none began
     * @param checkpoint the last text that was kept, of whichever attempt; the whole text once it has ended
     */
    record Progress(MessageId reply, MessageId question, Turn turn, ReplyState state, int attempt, String checkpoint) {}
}
