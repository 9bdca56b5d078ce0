package dev.parley.domain.reply;

import static java.util.Objects.requireNonNull;

/** One step of a model's answer as it arrives: any number of {@link TextDelta} followed by exactly one {@link End}. */
public sealed interface ReplyChunk {

    /**
     * More text. It may end in half a surrogate pair; the other half then begins the next delta.
     *
     * @param text not empty
     */
    record TextDelta(String text) implements ReplyChunk {

        /** Refuses the empty delta. */
        public TextDelta {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty delta");
            }
        }
    }

    /** Closes an answer. Whatever text came before it stands. */
    sealed interface End extends ReplyChunk {}

    /**
     * The model finished.
     *
     * @param reason why
     * @param usage what it cost, told or estimated
     */
    record Completed(FinishReason reason, TokenUsage usage) implements End {

        /** Refuses nulls. */
        public Completed {
            requireNonNull(reason, "reason");
            requireNonNull(usage, "usage");
        }
    }

    /** The stream was closed by our side. */
    record Cancelled() implements End {}

    /**
     * The model broke off.
     *
     * @param failure what was the matter
     */
    record Failed(ModelFailure failure) implements End {

        /** Refuses null. */
        public Failed {
            requireNonNull(failure, "failure");
        }
    }
}
