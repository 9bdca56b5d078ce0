package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.domain.session.SessionId;
import java.util.Optional;

/** What a visitor carries to say who it is, as it came. A secret: it shows itself to nobody but an {@code Authentication}. */
sealed interface Credential {

    /** Whose it is; empty if it is not valid. Blocks as verifying does. */
    Optional<Authentication.Proof> proof(Authentication authentication, SessionId session);

    /** A token. */
    record Token(String text) implements Credential {

        @Override
        public Optional<Authentication.Proof> proof(Authentication authentication, SessionId session) {
            return authentication.verify(text);
        }

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** A ticket to one session, which is spent by asking. */
    record Ticket(String text) implements Credential {

        @Override
        public Optional<Authentication.Proof> proof(Authentication authentication, SessionId session) {
            return authentication.redeem(text, session);
        }

        @Override
        public String toString() {
            return "Ticket[…]";
        }
    }
}
