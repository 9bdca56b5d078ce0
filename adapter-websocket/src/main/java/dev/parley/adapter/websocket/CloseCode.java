package dev.parley.adapter.websocket;

import jakarta.websocket.CloseReason;

/** Why we close a connection. Documented in {@code docs/protocol/websocket.md}. */
enum CloseCode {
    GOING_AWAY(1001, "going away"),
    PROTOCOL_ERROR(1002, "protocol error"),
    FLOOD(1008, "too many bad frames"),
    TOO_BIG(1009, "message too big"),
    INTERNAL_ERROR(1011, "internal error"),
    RESTARTING(1012, "restarting"),
    NOT_AUTHENTICATED(4401, "log in again"),
    FORBIDDEN(4403, "not permitted"),
    NO_SUCH_SESSION(4404, "no such session"),
    TOO_SLOW(4408, "too slow");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    int number() {
        return number;
    }

    /** Whether the client has no right to be here any more: it is not obeyed from now on, and not waited for. */
    boolean isDismissal() {
        return this == NOT_AUTHENTICATED || this == FORBIDDEN;
    }

    CloseReason toReason() {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(number), reason);
    }
}
