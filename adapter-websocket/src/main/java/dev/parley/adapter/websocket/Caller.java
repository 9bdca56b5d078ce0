package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.application.port.in.Principal;

/**
 * Who is at the other end of a connection, and whether that is still so. The same person may prove it anew; nobody else
 * can. Thread-safe; never blocks.
 */
final class Caller {

    private final Authentication authentication;
    private volatile Authentication.Proof proof;
    private volatile boolean lapsed;

    Caller(Authentication authentication, Authentication.Proof proof) {
        this.authentication = authentication;
        this.proof = proof;
    }

    /** What became of a fresh proof. */
    enum Renewal {
        /** It counts from now on. */
        DONE,
        /** The one before had run out. */
        TOO_LATE,
        /** It proves that somebody else is there; the one before still counts. */
        SOMEBODY_ELSE
    }

    Principal principal() {
        return proof.principal();
    }

    /** Whether what was proved still holds. Once it did not, it never does again. */
    boolean holds() {
        Authentication.Proof known = proof;
        if (!lapsed && !authentication.holds(known) && known.equals(proof)) {
            lapsed = true;
        }
        return !lapsed;
    }

    /** Takes a fresh proof in place of the one before. */
    Renewal renew(Authentication.Proof fresh) {
        if (!holds()) {
            return Renewal.TOO_LATE;
        }
        if (!isMine(fresh.principal())) {
            return Renewal.SOMEBODY_ELSE;
        }
        proof = fresh;
        return Renewal.DONE;
    }

    private boolean isMine(Principal other) {
        Principal mine = principal();
        return other.tenant().equals(mine.tenant()) && other.user().equals(mine.user());
    }
}
