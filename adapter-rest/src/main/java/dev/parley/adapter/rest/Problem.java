package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A problem document of RFC 9457.
 *
 * @param type names the kind of problem; {@code about:blank} if its status says all
 * @param title the problem in one sentence, for people
 * @param status of the answer
 * @param detail the rule that was broken, for developers
 * @param errorCode of the closed list; null if none of it is about this
 * @param retryable whether the same may succeed later; null where there is no code
 * @param field the field it is about; null if it is about none
 * @param requestId names the request in the logs; null until the answer leaves
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable ErrorCode errorCode,
        @Nullable Boolean retryable,
        @Nullable String field,
        @Nullable String requestId) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Refusal refusal) {
        return of(refusal.code(), Statuses.of(refusal.code()), refusal.rule(), refusal.field());
    }

    static Problem of(ErrorCode code, int status, String detail, @Nullable String field) {
        return new Problem(type(code), code.sentence(), status, detail, code, code.retryable(), field, null);
    }

    /** A problem of HTTP itself, which has a name for it. */
    static Problem plain(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null, null);
    }

    Problem withRequestId(@Nullable String id) {
        return new Problem(type, title, status, detail, errorCode, retryable, field, id);
    }

    private static String type(ErrorCode code) {
        return "urn:parley:error:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
