package dev.parley.adapter.rest;

import dev.parley.domain.error.ErrorCode;

/** The HTTP status of each error code. */
final class Statuses {

    private Statuses() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_JSON, INVALID_MESSAGE, MESSAGE_TOO_LONG -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case SESSION_NOT_FOUND, MESSAGE_NOT_FOUND -> 404;
            case SESSION_CLOSED, IDEMPOTENCY_CONFLICT, CONFLICT, REPLY_IN_PROGRESS -> 409;
            case CONTENT_REJECTED, CONTEXT_TOO_LONG -> 422;
            case RATE_LIMITED, BUDGET_EXCEEDED -> 429;
            case PROCESSING_ERROR -> 500;
            case AI_REJECTED, AI_BAD_RESPONSE -> 502;
            case HISTORY_UNAVAILABLE, AI_UNAVAILABLE, AI_OVERLOADED, STORAGE_DEGRADED, STORAGE_FULL -> 503;
            case AI_TIMEOUT -> 504;
        };
    }
}
