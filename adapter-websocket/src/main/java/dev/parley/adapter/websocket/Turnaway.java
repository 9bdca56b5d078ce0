package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.util.Map;

/**
 * A request that becomes no WebSocket: an HTTP answer, after which the connection is closed.
 *
 * @param status the HTTP status
 * @param reason its phrase
 * @param code what went wrong
 * @param detail for developers, in one sentence
 * @param headers further headers
 */
record Turnaway(int status, String reason, ErrorCode code, String detail, Map<String, String> headers) {

    static Turnaway badRequest(String detail) {
        return new Turnaway(400, "Bad Request", ErrorCode.INVALID_MESSAGE, detail, Map.of());
    }

    static Turnaway wrongMethod() {
        return new Turnaway(
                405, "Method Not Allowed", ErrorCode.INVALID_MESSAGE, "must be a GET", Map.of("Allow", "GET"));
    }

    static Turnaway plain() {
        return new Turnaway(
                426,
                "Upgrade Required",
                ErrorCode.INVALID_MESSAGE,
                "this is a WebSocket",
                Map.of("Upgrade", "websocket"));
    }

    static Turnaway wrongVersion() {
        return new Turnaway(
                426,
                "Upgrade Required",
                ErrorCode.INVALID_MESSAGE,
                "Sec-WebSocket-Version must be 13",
                Map.of("Sec-WebSocket-Version", "13"));
    }

    static Turnaway unauthorized() {
        return new Turnaway(
                401,
                "Unauthorized",
                ErrorCode.UNAUTHORIZED,
                "needs a valid token",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    static Turnaway wrongOrigin() {
        return new Turnaway(403, "Forbidden", ErrorCode.FORBIDDEN, "pages of this origin may not connect", Map.of());
    }

    static Turnaway forbidden(String rule) {
        return new Turnaway(403, "Forbidden", ErrorCode.FORBIDDEN, rule, Map.of());
    }

    static Turnaway notFound() {
        return new Turnaway(404, "Not Found", ErrorCode.SESSION_NOT_FOUND, "no such session", Map.of());
    }

    static Turnaway tooMany(String detail) {
        return new Turnaway(429, "Too Many Requests", ErrorCode.RATE_LIMITED, detail, Map.of("Retry-After", "5"));
    }

    static Turnaway unavailable(String detail) {
        return new Turnaway(503, "Service Unavailable", ErrorCode.PROCESSING_ERROR, detail, Map.of("Retry-After", "5"));
    }

    /** What a refusal of a use case is in HTTP. */
    static Turnaway of(Refusal refusal) {
        return switch (refusal.code()) {
            case UNAUTHORIZED -> unauthorized();
            case FORBIDDEN -> forbidden(refusal.rule());
            case SESSION_NOT_FOUND -> notFound();
            default -> unavailable(refusal.rule());
        };
    }

    /** A problem document as in RFC 9457. */
    String body() {
        return "{\"type\":\"about:blank\",\"title\":\"" + reason + "\",\"status\":" + status + ",\"error_code\":\""
                + code + "\",\"detail\":\"" + escaped(detail) + "\"}";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
