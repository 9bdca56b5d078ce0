package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that becomes no WebSocket: an HTTP answer, after which the connection is closed.
 *
 * @param status the HTTP status
 * @param reason its phrase
 * @param code what went wrong; null if the status says all
 * @param detail for developers, in one sentence
 * @param headers further headers
 */
record Turnaway(int status, String reason, @Nullable ErrorCode code, String detail, Map<String, String> headers) {

    /** When it is worth asking again, where nobody knows better. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final String WITHIN_A_MINUTE = "too many connections within a minute";

    static Turnaway badRequest(String detail) {
        return new Turnaway(400, "Bad Request", ErrorCode.INVALID_MESSAGE, detail, Map.of());
    }

    static Turnaway wrongMethod() {
        return new Turnaway(405, "Method Not Allowed", null, "must be a GET", Map.of("Allow", "GET"));
    }

    static Turnaway plain() {
        return new Turnaway(426, "Upgrade Required", null, "this is a WebSocket", Map.of("Upgrade", "websocket"));
    }

    static Turnaway wrongVersion() {
        return new Turnaway(
                426,
                "Upgrade Required",
                null,
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

    static Turnaway misdirected() {
        return new Turnaway(
                421, "Misdirected Request", null, "no tenant is at this host, or has this widget key", Map.of());
    }

    static Turnaway tooMany(String detail) {
        return tooMany(ErrorCode.RATE_LIMITED, detail, RETRY);
    }

    static Turnaway tooSoon(Duration wait) {
        return tooMany(ErrorCode.RATE_LIMITED, WITHIN_A_MINUTE, wait);
    }

    /** The same, told by somebody else. */
    static Refusal soon(Duration wait) {
        return new Refusal(ErrorCode.RATE_LIMITED, null, WITHIN_A_MINUTE, wait);
    }

    static Turnaway unavailable(String detail) {
        return unavailable(ErrorCode.PROCESSING_ERROR, detail, RETRY);
    }

    private static Turnaway tooMany(ErrorCode code, String detail, Duration retryAfter) {
        return new Turnaway(429, "Too Many Requests", code, detail, wait(retryAfter));
    }

    private static Turnaway unavailable(ErrorCode code, String detail, Duration retryAfter) {
        return new Turnaway(503, "Service Unavailable", code, detail, wait(retryAfter));
    }

    /** In whole seconds, rather later than too early. */
    private static Map<String, String> wait(Duration time) {
        long seconds = Math.max(1, time.plusSeconds(1).minusNanos(1).toSeconds());
        return Map.of("Retry-After", Long.toString(seconds));
    }

    /** What a refusal of a use case is in HTTP. */
    static Turnaway of(Refusal refusal) {
        Duration retryAfter = refusal.retryAfter() == null ? RETRY : refusal.retryAfter();
        return switch (refusal.code()) {
            case UNAUTHORIZED -> unauthorized();
            case FORBIDDEN -> forbidden(refusal.rule());
            case SESSION_NOT_FOUND -> notFound();
            case RATE_LIMITED, BUDGET_EXCEEDED -> tooMany(refusal.code(), refusal.rule(), retryAfter);
            default -> unavailable(refusal.code(), refusal.rule(), retryAfter);
        };
    }

    /**
     * A problem document as in RFC 9457.
     *
     * @param requestId names the request in the log; harmless
     */
    String body(String requestId) {
        String codeField = code == null ? "" : ",\"error_code\":\"" + code + "\"";
        return "{\"type\":\"about:blank\",\"title\":\"" + reason + "\",\"status\":" + status + codeField
                + ",\"detail\":\"" + escaped(detail) + "\",\"request_id\":\"" + requestId + "\"}";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
