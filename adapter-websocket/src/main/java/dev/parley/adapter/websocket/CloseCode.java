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

    CloseReason toReason() {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(number), reason);
    }
}
