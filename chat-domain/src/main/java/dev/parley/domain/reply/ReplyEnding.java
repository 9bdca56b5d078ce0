package dev.parley.domain.reply;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.error.ErrorCode;

/** How a reply ended. Exactly one per reply. */
public sealed interface ReplyEnding {

    /** The state this leads to. */
    default ReplyState state() {
        return switch (this) {
            case Completed ignored -> ReplyState.COMPLETE;
            case Cancelled ignored -> ReplyState.CANCELLED;
            case Interrupted ignored -> ReplyState.INTERRUPTED;
            case Failed ignored -> ReplyState.FAILED;
        };
    }

    /**
     * As the model meant it.
     *
     * @param reason why it is complete
     * @param usage what it cost
     */
    record Completed(FinishReason reason, TokenUsage usage) implements ReplyEnding {

        /** Refuses nulls. */
        public Completed {
            requireNonNull(reason, "reason");
            requireNonNull(usage, "usage");
        }
    }

    /** Stopped by a person. */
    record Cancelled() implements ReplyEnding {}

    /** Given up after too many takeovers. */
    record Interrupted() implements ReplyEnding {}

    /**
     * Ended by an error.
     *
     * @param code what the client is told
     * @param detail for developers; no secrets, no message texts; never null, may be empty
     */
    record Failed(ErrorCode code, String detail) implements ReplyEnding {

        /** Refuses nulls. */
        public Failed {
            requireNonNull(code, "code");
            requireNonNull(detail, "detail");
        }
    }
}
