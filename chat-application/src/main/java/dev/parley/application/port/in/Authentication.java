package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is calling, from what the caller carries. Thread-safe. {@link #redeem} asks a store and so blocks; else only a
 * token of an outside issuer may make {@link #verify} block, for fetching that issuer's keys.
 */
public interface Authentication {

    /**
     * Verifies a token, however it was carried (bearer header, cookie, subprotocol).
     *
     * @param tenant where it was shown: another tenant's is as good as none, and leaves no trace
     * @param token as it came
     * @return empty if it is not valid there; the reason is not told
     */
    Optional<Proof> verify(TenantId tenant, String token);

    /**
     * Whether what was proved still holds: it has not run out, and its login has not ended. Never blocks; may be asked
     * for every frame.
     */
    boolean holds(Proof proof);

    /**
     * Makes a visitor known by a token of its own.
     *
     * @param tenant whose visitor
     * @param name what to call the visitor; null if unknown
     * @param locale a BCP 47 tag
     * @return empty where visitors without an account are not let in
     */
    Optional<Guest> welcome(TenantId tenant, @Nullable String name, String locale);

    /**
     * A ticket that opens one socket, once and soon: for browsers, which can't send a header.
     *
     * @param session which session's; null for the user's own
     */
    Ticket ticket(Proof proof, @Nullable SessionId session);

    /**
     * Whose ticket it is, without taking it: for whoever has more to look at before a ticket is spent. It may have been
     * taken already.
     *
     * @param tenant where it was shown: another tenant's is as good as none
     * @param ticket as it came
     * @param session where it shall lead; null for the user's own socket
     * @return who asked for it; empty if it is not valid, ran out or leads elsewhere
     */
    Optional<Proof> holder(TenantId tenant, String ticket, @Nullable SessionId session);

    /**
     * Takes a ticket. It is worth nothing afterwards, on no node. Blocks.
     *
     * @param tenant where it was shown: another tenant's is as good as none, and is not taken
     * @param ticket as it came
     * @param session where it shall lead; null for the user's own socket
     * @return who asked for it; empty if it is not valid, was taken before, ran out or leads elsewhere
     * @throws dev.parley.application.port.out.StoreException if it can't be told whether it was taken before
     */
    Optional<Proof> redeem(TenantId tenant, String ticket, @Nullable SessionId session);

    /**
     * Who is calling, and how long that is known.
     *
     * @param principal who
     * @param validUntil when the proof runs out; null if it does not
     * @param login which login it belongs to, or which token of another issuer it is; null if to none
     * @param madeAt when another issuer made it at the latest; null if we did
     */
    record Proof(
            Principal principal,
            @Nullable Instant validUntil,
            @Nullable LoginId login,
            @Nullable Instant madeAt) {

        /** Refuses null where none is allowed. */
        public Proof {
            requireNonNull(principal, "principal");
        }

        /** One of our own. */
        public Proof(Principal principal, @Nullable Instant validUntil, @Nullable LoginId login) {
            this(principal, validUntil, login, null);
        }

        /** One that holds for ever. */
        public static Proof of(Principal principal) {
            return new Proof(principal, null, null);
        }
    }

    /**
     * A new visitor.
     *
     * @param principal who
     * @param token what proves it; a secret
     */
    record Guest(Principal principal, String token) {

        @Override
        public String toString() {
            return "Guest[" + principal.user() + "]";
        }
    }

    /**
     * The right to open one socket.
     *
     * @param text a secret
     * @param validFor how long
     */
    record Ticket(String text, Duration validFor) {

        @Override
        public String toString() {
            return "Ticket[…]";
        }
    }
}
