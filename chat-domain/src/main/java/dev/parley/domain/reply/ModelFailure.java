package dev.parley.domain.reply;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was the matter with a model.
 *
 * @param kind which of the known troubles
 * @param detail for developers; no secrets, no message texts
 * @param retryAfter how long the provider asks us to wait; null if it did not say
 */
public record ModelFailure(
        Kind kind, String detail, @Nullable Duration retryAfter) {

    /** The known troubles, each with the code a client sees. */
    public enum Kind {
        /** Connect, first token, between tokens or total: a limit in time was passed. */
        TIMEOUT(ErrorCode.AI_TIMEOUT),
        /** Not reachable, refused, reset, or the provider's own 5xx. */
        UNAVAILABLE(ErrorCode.AI_UNAVAILABLE),
        /** Too many requests, there or in our own queue. */
        OVERLOADED(ErrorCode.AI_OVERLOADED),
        /** The provider refuses this request or our credentials. */
        REJECTED(ErrorCode.AI_REJECTED),
        /** The prompt does not fit the model. */
        CONTEXT_TOO_LONG(ErrorCode.CONTEXT_TOO_LONG),
        /** An answer that can't be understood, or that was cut off without saying so. */
        BAD_RESPONSE(ErrorCode.AI_BAD_RESPONSE);

        private final ErrorCode code;

        Kind(ErrorCode code) {
            this.code = code;
        }

        /** What a client is told. */
        public ErrorCode code() {
            return code;
        }
    }

    /** Refuses nulls where none are allowed. */
    public ModelFailure {
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }

    /** A failure without a wish about when to come back. */
    public static ModelFailure of(Kind kind, String detail) {
        return new ModelFailure(kind, detail, null);
    }

    /** The ending this leads to. */
    public ReplyEnding ending() {
        return new ReplyEnding.Failed(kind.code(), detail);
    }
}
