package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A problem document of RFC 9457. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode errorCode,
        boolean retryable,
        @Nullable String field,
        @Nullable String requestId) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Refusal refusal) {
        return of(refusal.code(), Statuses.of(refusal.code()), refusal.rule(), refusal.field());
    }

    static Problem of(ErrorCode code, int status, String detail, @Nullable String field) {
        return new Problem(type(code), code.sentence(), status, detail, code, code.retryable(), field, null);
    }

    /** A problem that HTTP has a name for, and nothing more is to be said. */
    static Problem plain(ErrorCode code, int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, code, code.retryable(), null, null);
    }

    Problem withRequestId(@Nullable String id) {
        return new Problem(type, title, status, detail, errorCode, retryable, field, id);
    }

    private static String type(ErrorCode code) {
        return "urn:parley:error:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
