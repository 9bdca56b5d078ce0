package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Source;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The right to one connection: who, where, and what was opened and counted for it.
 *
 * @param caller who, and for how long
 * @param source where from
 * @param followed what the principal follows; its feed is open and says that it is there, and the principal's
 * @param changes raised by the feed
 * @param arrivals when what the feed has came; null if nobody wants to know
 * @param seat counted
 * @param after where the client stands, from the URL; null if it did not say
 * @param speaksProtocol whether the client offered our subprotocol
 */
record Admission(
        Caller caller,
        Source source,
        Followed followed,
        Signal changes,
        @Nullable Arrivals arrivals,
        Seats.Seat seat,
        @Nullable Standpoint after,
        boolean speaksProtocol) {

    /** Who it is, as last proved. */
    Principal principal() {
        return caller.principal();
    }

    /** The session that is followed; null if it is none. */
    @Nullable
    SessionId session() {
        return followed.session();
    }

    /** Gives everything back. Idempotent. */
    void release() {
        try {
            followed.close();
        } finally {
            seat.leave();
        }
    }
}
