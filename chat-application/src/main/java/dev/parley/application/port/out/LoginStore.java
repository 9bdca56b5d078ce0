package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps logins: what a device may be given new access tokens for. Thread-safe; every method blocks, is one transaction,
 * and throws {@link StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: a begun login is listed for its user with every field unchanged until it ends or runs out, and for no other
 *       user or tenant.
 *   <li>G2: a login is rotated only by the secret it was last given, only while it lives, and once by each secret, also
 *       when many try at once.
 *   <li>G3: a secret that is not the last one ends the login, whoever brings it, and for good; but for G8.
 *   <li>G4: an ended login is never rotated or listed again; ending it again changes nothing.
 *   <li>G5: {@code endedSince} names every login that was ended at that time or later, of all tenants, until it is
 *       purged, however many there are.
 *   <li>G6: purging removes logins that ended or ran out, and revocations that ran out, before the given time, and no
 *       others.
 *   <li>G7: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 *   <li>G8: the exchange that was the last one is {@code Repeated}, and changes nothing, when it is asked for again with
 *       the same two secrets and was made at the given time or later; also when many ask at once, and through another
 *       connection.
 *   <li>G9: {@code revokedSince} names every revocation that was made at that time or later and has not run out, of all
 *       tenants, with every field unchanged.
 * </ol>
 */
public interface LoginStore {

    /** Begins a login. Its id must be new. */
    void begin(Login login, SecretDigest secret);

    /**
     * Exchanges the secret of a login.
     *
     * @param given what the caller brought; the caller has made sure that it was once given to this login
     * @param next what it is exchanged for
     * @param now counts as the time of last use; a login lives only before the time at which it runs out
     * @param expiresAt when the login runs out from now on
     * @param repeatableFrom the same exchange may be asked for again if it was made at this time or later
     */
    Rotation rotate(
            TenantId tenant,
            LoginId login,
            SecretDigest given,
            SecretDigest next,
            Instant now,
            Instant expiresAt,
            Instant repeatableFrom);

    /** A user's living logins, the last used first, at most 100. */
    List<Login> of(TenantId tenant, UserId user, Instant now);

    /**
     * Ends one login of a user.
     *
     * @return false if there is no such living login
     */
    boolean end(TenantId tenant, UserId user, LoginId login, Instant at);

    /**
     * Ends all logins of a user.
     *
     * @return which lived
     */
    List<LoginId> endAll(TenantId tenant, UserId user, Instant at);

    /** Which logins ended at a time or later, of all tenants. */
    List<LoginId> endedSince(Instant since);

    /** Takes tokens back that were made elsewhere, until they run out by themselves. */
    void revoke(Revocation revocation);

    /**
     * What was taken back at a time or later, of all tenants.
     *
     * @param now what has run out by then is left out
     */
    List<Revocation> revokedSince(Instant since, Instant now);

    /**
     * Removes logins that ended or ran out, and revocations that ran out, before a time.
     *
     * @return how many, at most {@code limit}
     */
    int purge(Instant before, int limit);

    /**
     * A login.
     *
     * @param tenant whose
     * @param id which
     * @param user whose
     * @param device what the client calls itself, at most 200 characters; null if it did not say
     * @param address where it came from, at most 64 characters; null if that is not known
     * @param begunAt when
     * @param usedAt when it was last given tokens
     * @param expiresAt when it runs out if it is not used
     */
    record Login(
            TenantId tenant,
            LoginId id,
            UserId user,
            @Nullable String device,
            @Nullable String address,
            Instant begunAt,
            Instant usedAt,
            Instant expiresAt) {

        /** How long the name of a device may be. */
        public static final int LONGEST_DEVICE = 200;

        /** How long an address may be. */
        public static final int LONGEST_ADDRESS = 64;

        /** Refuses nulls where none are allowed, and texts that are too long to be stored. */
        public Login {
            requireNonNull(tenant, "tenant");
            requireNonNull(id, "id");
            requireNonNull(user, "user");
            requireNonNull(begunAt, "begunAt");
            requireNonNull(usedAt, "usedAt");
            requireNonNull(expiresAt, "expiresAt");
            requireAtMost("device", device, LONGEST_DEVICE);
            requireAtMost("address", address, LONGEST_ADDRESS);
        }

        private static void requireAtMost(String field, @Nullable String text, int longest) {
            if (text != null && text.length() > longest) {
                throw new IllegalArgumentException(field + " must have at most " + longest + " characters");
            }
        }
    }

    /**
     * Tokens made elsewhere that are worth nothing here.
     *
     * @param tenant whose
     * @param user whose
     * @param token which one; null for all that were made up to {@code at}
     * @param at when they were taken back
     * @param expiresAt when none of them would be good any more by itself
     */
    record Revocation(
            TenantId tenant, UserId user, @Nullable LoginId token, Instant at, Instant expiresAt) {

        /** Refuses nulls where none are allowed. */
        public Revocation {
            requireNonNull(tenant, "tenant");
            requireNonNull(user, "user");
            requireNonNull(at, "at");
            requireNonNull(expiresAt, "expiresAt");
        }
    }

    /**
     * A digest of a secret, made under a key.
     *
     * @param value 64 hexadecimal digits in lower case
     */
    record SecretDigest(String value) {

        /** Refuses anything else. */
        public SecretDigest {
            if (!value.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a digest must be 64 hexadecimal digits");
            }
        }

        @Override
        public String toString() {
            return "SecretDigest[…]";
        }
    }

    /** What came of an exchange. */
    sealed interface Rotation {

        /** The login goes on. */
        record Rotated(Login login) implements Rotation {}

        /** This very exchange was made just now; its outcome still holds, and nothing was changed. */
        record Repeated(Login login) implements Rotation {}

        /** An old secret came back: somebody has a copy. The login lived until now and has ended. */
        record Reused(Login login) implements Rotation {}

        /** There is no such living login. */
        record Missing() implements Rotation {}
    }
}
