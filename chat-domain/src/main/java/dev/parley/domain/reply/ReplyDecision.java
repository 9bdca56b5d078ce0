package dev.parley.domain.reply;

/** What {@link ReplyLife} answers. Each answer that changes something holds the life to be kept from now on. */
public sealed interface ReplyDecision {

    /** What came of a claim. */
    sealed interface Claim extends ReplyDecision {

        /** The claimant has it. It asks {@link ReplyLife.Streaming#dueEnding()} before it writes. */
        record Granted(ReplyLife.Streaming life) implements Claim {}

        /** Somebody who is alive is writing it. */
        record BeingWritten() implements Claim {}

        /** It has ended. */
        record Over() implements Claim {}
    }

    /** What came of a change by somebody who believes to be the claimant. */
    sealed interface Change extends ReplyDecision {

        /** It is so now. */
        record Done(ReplyLife life) implements Change {}

        /** Somebody else has it now, nobody has, or it has ended. Nothing changes. */
        record Lost() implements Change {}
    }

    /** What came of the wish to stop it. */
    sealed interface Cancellation extends ReplyDecision {

        /** Nobody was writing it: it has ended now. */
        record Stopped(ReplyLife.Ended life) implements Cancellation {}

        /** It is being written: its claimant has to stop, or the next one has to end it. */
        record Requested(ReplyLife.Streaming life) implements Cancellation {}

        /** It had ended before. Nothing changes. */
        record AlreadyEnded(ReplyLife.Ended life) implements Cancellation {}
    }
}
