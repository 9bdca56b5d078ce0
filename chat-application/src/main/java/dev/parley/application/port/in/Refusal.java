package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An expected "no".
 *
 * @param code which
 * @param field the field it is about, as the wire names it; null if it is about none
 * @param rule the rule that was broken, for developers, in one sentence; no secrets, no message texts
 * @param retryAfter when it is worth trying again; null if that can't be said
 */
public record Refusal(
        ErrorCode code,
        @Nullable String field,
        String rule,
        @Nullable Duration retryAfter) {

    /** Refuses nulls where none are allowed, and times that are past. */
    public Refusal {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        if (retryAfter != null && retryAfter.isNegative()) {
            throw new IllegalArgumentException("retryAfter must not be negative, was " + retryAfter);
        }
    }

    /** One that does not say when to try again. */
    public Refusal(ErrorCode code, @Nullable String field, String rule) {
        this(code, field, rule, null);
    }

    /** The answer to whoever asks for a session that is not there, not theirs, or deleted. */
    public static Refusal sessionNotFound() {
        return new Refusal(ErrorCode.SESSION_NOT_FOUND, "session_id", "no such session");
    }
}
