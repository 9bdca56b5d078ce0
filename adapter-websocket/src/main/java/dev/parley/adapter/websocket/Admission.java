package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Source;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The right to one connection: who, where, and what was opened and counted for it.
 *
 * @param caller who, and for how long
 * @param session where
 * @param source where from
 * @param feed open; says that the session is there and the principal's
 * @param changes raised by the feed
 * @param seat counted
 * @param after where the client stands, from the URL; null if it did not say
 * @param speaksProtocol whether the client offered our subprotocol
 */
record Admission(
        Caller caller,
        SessionId session,
        Source source,
        Feed feed,
        Signal changes,
        Seats.Seat seat,
        @Nullable Seq after,
        boolean speaksProtocol) {

    /** Who it is, as last proved. */
    Principal principal() {
        return caller.principal();
    }

    /** Gives everything back. Idempotent. */
    void release() {
        try {
            feed.close();
        } finally {
            seat.leave();
        }
    }
}
