package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the tokens of logins and the keys of programs. Thread-safe; does not block.
 *
 * <ol>
 *   <li>G1: an access token proves the account's tenant, id, name, language and role, and the login, until it runs out.
 *   <li>G2: a refresh token is read back with its tenant, its login and its digest.
 *   <li>G3: no two refresh tokens are the same, nor their digests; but the successor of one is the same each time, on each
 *       node, and can't be told by whoever has that one only.
 *   <li>G4: what was not made by it, or was changed, is not read.
 *   <li>G5: a key is read back with its id and its digest; no two have the same digest. What was changed is not read, or
 *       has another digest.
 *   <li>G6: a reset is read back with its tenant, its user and its end, and with the same digest that the password it was
 *       made for has; another password has another.
 * </ol>
 */
public interface TokenIssuer {

    /** A short-lived token that is sent with every request. */
    Access access(Account account, LoginId login);

    /** A new long-lived token, good for one exchange. */
    Refresh refresh(TenantId tenant, LoginId login);

    /** What a refresh token is exchanged for: whoever asks again gets the same. */
    Refresh successor(Refresh given);

    /** Reads a refresh token; empty if it was never made here. Whether it was used already is for the store to say. */
    Optional<Refresh> read(String token);

    /** A new key for a program, good until it is revoked. */
    Key key(ApiKeyId id);

    /** Reads a key; empty if it does not look like one. Whether it was ever given to anybody is for the store to say. */
    Optional<Key> readKey(String token);

    /**
     * What lets its bearer set another password, as long as the present one is the account's: so it works once.
     *
     * @param current the present one
     */
    Reset reset(TenantId tenant, UserId user, PasswordHash current, Instant expiresAt);

    /** Reads a reset; empty if it was never made here. Whether it has run out is for the caller to say. */
    Optional<Reset> readReset(String token);

    /** What stands for a password in a reset. */
    SecretDigest digest(PasswordHash password);

    /**
     * The right to set another password.
     *
     * @param token a secret
     * @param tenant whose
     * @param user whose
     * @param expiresAt when it runs out; to the millisecond
     * @param password the digest of the password that it takes the place of
     */
    record Reset(String token, TenantId tenant, UserId user, Instant expiresAt, SecretDigest password) {

        /** Refuses nulls. */
        public Reset {
            requireNonNull(token, "token");
            requireNonNull(tenant, "tenant");
            requireNonNull(user, "user");
            requireNonNull(expiresAt, "expiresAt");
            requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Reset[" + user + "]";
        }
    }

    /**
     * A key of a program.
     *
     * @param token a secret; begins with {@link #PREFIX}, which no other token does
     * @param id which
     * @param digest what is stored of it
     */
    record Key(String token, ApiKeyId id, SecretDigest digest) {

        /** How each begins, so that one which lies about is recognised. */
        public static final String PREFIX = "parley_";

        /** Refuses nulls. */
        public Key {
            requireNonNull(token, "token");
            requireNonNull(id, "id");
            requireNonNull(digest, "digest");
        }

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /**
     * An access token.
     *
     * @param token a secret
     * @param expiresAt when it runs out
     */
    record Access(String token, Instant expiresAt) {

        /** Refuses nulls. */
        public Access {
            requireNonNull(token, "token");
            requireNonNull(expiresAt, "expiresAt");
        }

        @Override
        public String toString() {
            return "Access[until " + expiresAt + "]";
        }
    }

    /**
     * A refresh token.
     *
     * @param token a secret
     * @param tenant whose
     * @param login which
     * @param digest what is stored of it
     */
    record Refresh(String token, TenantId tenant, LoginId login, SecretDigest digest) {

        /** Refuses nulls. */
        public Refresh {
            requireNonNull(token, "token");
            requireNonNull(tenant, "tenant");
            requireNonNull(login, "login");
            requireNonNull(digest, "digest");
        }

        @Override
        public String toString() {
            return "Refresh[" + login + "]";
        }
    }
}
