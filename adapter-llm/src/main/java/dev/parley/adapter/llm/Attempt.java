package dev.parley.adapter.llm;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ModelFailure;
import org.jspecify.annotations.Nullable;

/** What came of asking a provider once. */
sealed interface Attempt {

    /** It has given its first text. */
    record Answering(ReplyStream stream) implements Attempt {}

    /**
     * No text came.
     *
     * @param failure why
     * @param again whether this provider is worth another try for this reply
     * @param cause what was thrown; null if nothing was
     */
    record Failed(
            ModelFailure failure, Again again, @Nullable Throwable cause) implements Attempt {}

    /** Whether to ask the same provider again. */
    enum Again {
        /** After a short rest. */
        SOON,
        /** After the rest it asked for; others may be asked meanwhile. */
        RESTED,
        /** Not for this reply; others may be asked. */
        NEVER,
        /** It is the prompt's fault: others would say the same. */
        NOBODY
    }
}
