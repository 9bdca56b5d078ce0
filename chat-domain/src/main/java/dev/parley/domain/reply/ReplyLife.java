package dev.parley.domain.reply;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.reply.ReplyDecision.Cancellation;
import dev.parley.domain.reply.ReplyDecision.Change;
import dev.parley.domain.reply.ReplyDecision.Claim;
import java.util.Optional;

/**
 * Where a reply is in its life, and what may happen to it next: promised, then written by one claimant at a time, then
 * ended once and for ever. Decisions only: a store keeps a life, asks for the next one and keeps that, in one transaction.
 * Who the claimant is, and whether it is still alive, is the store's to know.
 *
 * <p>The attempt is the fence. Each claim raises it by one, and a claimant whose attempt is not the present one can
 * change nothing.
 */
public sealed interface ReplyLife {

    /** So often a reply may be taken from a dead claimant and be written anew. */
    int MOST_TAKEOVERS = 2;

    /** A reply that was just promised. */
    static Pending promised() {
        return new Pending(0, 0, false);
    }

    /** The state as the store and the wire name it. */
    ReplyState state();

    /** The highest attempt so far, 0 if none began. */
    int attempt();

    /**
     * Somebody wants to write it.
     *
     * @param ownerAlive whether the claimant before is still alive; means nothing while none has it
     */
    Claim claim(boolean ownerAlive);

    /** Its claimant gives it back, to be written by another from the beginning. This is no takeover. */
    default Change handBack(int attempt) {
        return new Change.Lost();
    }

    /** Its claimant ends it. */
    default Change finish(int attempt, ReplyEnding ending) {
        return new Change.Lost();
    }

    /** A person wants it stopped. */
    Cancellation cancel();

    /** Whether a claimant with this attempt may write. */
    default boolean heldBy(int attempt) {
        return false;
    }

    /**
     * Waits for a claimant.
     *
     * @param attempt the highest attempt so far, 0 if none began; it is higher only if it was handed back
     * @param takeovers how often it was taken from a dead claimant
     * @param cancelRequested whether somebody wanted it stopped before it was handed back
     */
    record Pending(int attempt, int takeovers, boolean cancelRequested) implements ReplyLife {

        /** Refuses counts that can't be. */
        public Pending {
            if (attempt < 0 || takeovers < 0 || takeovers >= Math.max(attempt, 1)) {
                throw new IllegalArgumentException("no reply has attempt " + attempt + " and takeovers " + takeovers);
            }
        }

        @Override
        public ReplyState state() {
            return ReplyState.PENDING;
        }

        @Override
        public Claim claim(boolean ownerAlive) {
            return new Claim.Granted(new Streaming(attempt + 1, takeovers, cancelRequested));
        }

        @Override
        public Cancellation cancel() {
            return new Cancellation.Stopped(new Ended(attempt, new ReplyEnding.Cancelled()));
        }
    }

    /**
     * Has a claimant.
     *
     * @param attempt which attempt this is, from 1
     * @param takeovers how often it was taken from a dead claimant, this time included
     * @param cancelRequested whether somebody wants it stopped
     */
    record Streaming(int attempt, int takeovers, boolean cancelRequested) implements ReplyLife {

        /** Refuses counts that can't be. */
        public Streaming {
            if (attempt < 1 || takeovers < 0 || takeovers >= attempt) {
                throw new IllegalArgumentException("no claim has attempt " + attempt + " and takeovers " + takeovers);
            }
        }

        /**
         * How its new claimant has to end it instead of writing it: a wish to stop it comes first, then the limit of
         * takeovers. Empty if it shall be written.
         */
        public Optional<ReplyEnding> dueEnding() {
            if (cancelRequested) {
                return Optional.of(new ReplyEnding.Cancelled());
            }
            return takeovers > MOST_TAKEOVERS ? Optional.of(new ReplyEnding.Interrupted()) : Optional.empty();
        }

        @Override
        public ReplyState state() {
            return ReplyState.STREAMING;
        }

        @Override
        public Claim claim(boolean ownerAlive) {
            return ownerAlive
                    ? new Claim.BeingWritten()
                    : new Claim.Granted(new Streaming(attempt + 1, takeovers + 1, cancelRequested));
        }

        @Override
        public Change handBack(int attempt) {
            return heldBy(attempt)
                    ? new Change.Done(new Pending(attempt, takeovers, cancelRequested))
                    : new Change.Lost();
        }

        @Override
        public Change finish(int attempt, ReplyEnding ending) {
            return heldBy(attempt) ? new Change.Done(new Ended(attempt, ending)) : new Change.Lost();
        }

        @Override
        public Cancellation cancel() {
            return new Cancellation.Requested(new Streaming(attempt, takeovers, true));
        }

        @Override
        public boolean heldBy(int attempt) {
            return attempt == this.attempt;
        }
    }

    /**
     * Nothing changes it any more.
     *
     * @param attempt the attempt that ended it, 0 if none began
     * @param ending how it ended
     */
    record Ended(int attempt, ReplyEnding ending) implements ReplyLife {

        /** Refuses null and negative attempts. */
        public Ended {
            requireNonNull(ending, "ending");
            if (attempt < 0) {
                throw new IllegalArgumentException("attempt must be at least 0, was " + attempt);
            }
        }

        @Override
        public ReplyState state() {
            return ending.state();
        }

        @Override
        public Claim claim(boolean ownerAlive) {
            return new Claim.Over();
        }

        @Override
        public Cancellation cancel() {
            return new Cancellation.AlreadyEnded(this);
        }
    }
}
