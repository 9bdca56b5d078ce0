package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Authentication;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a visitor carries to say who it is, as it came. A secret: it shows itself to nobody but an {@code Authentication}. */
sealed interface Credential {

    /**
     * Whose it is; empty if it is not valid in this tenant. Changes nothing. Blocks as verifying does.
     *
     * @param session whose socket shall be opened; null for the user's
     */
    Optional<Authentication.Proof> proof(Authentication authentication, TenantId tenant, @Nullable SessionId session);

    /** Takes it, where it is good only once. Blocks. */
    boolean spend(Authentication authentication, TenantId tenant, @Nullable SessionId session);

    /** A token. */
    record Token(String text) implements Credential {

        @Override
        public Optional<Authentication.Proof> proof(
                Authentication authentication, TenantId tenant, @Nullable SessionId session) {
            return authentication.verify(tenant, text);
        }

        @Override
        public boolean spend(Authentication authentication, TenantId tenant, @Nullable SessionId session) {
            return true;
        }

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** A ticket to one socket. */
    record Ticket(String text) implements Credential {

        @Override
        public Optional<Authentication.Proof> proof(
                Authentication authentication, TenantId tenant, @Nullable SessionId session) {
            return authentication.holder(tenant, text, session);
        }

        @Override
        public boolean spend(Authentication authentication, TenantId tenant, @Nullable SessionId session) {
            return authentication.redeem(tenant, text, session).isPresent();
        }

        @Override
        public String toString() {
            return "Ticket[…]";
        }
    }
}
