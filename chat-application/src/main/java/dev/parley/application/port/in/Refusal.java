package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * An expected "no".
 *
 * @param code which
 * @param field the field it is about, as the wire names it; null if it is about none
 * @param rule the rule that was broken, for developers, in one sentence; no secrets, no message texts
 */
public record Refusal(ErrorCode code, @Nullable String field, String rule) {

    /** Refuses nulls where none are allowed. */
    public Refusal {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
    }

    /** The answer to whoever asks for a session that is not there, not theirs, or deleted. */
    public static Refusal sessionNotFound() {
        return new Refusal(ErrorCode.SESSION_NOT_FOUND, "session_id", "no such session");
    }
}
