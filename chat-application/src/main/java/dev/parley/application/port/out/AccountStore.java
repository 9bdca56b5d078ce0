package dev.parley.application.port.out;

import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.EmailAddress;
import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.identity.Username;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accounts. Thread-safe; every method blocks, is one transaction, and throws {@link StoreException} if the backend
 * broke.
 *
 * <ol>
 *   <li>G1: a created account is found by its tenant and id, by its username and by its e-mail address, both in any case,
 *       with every field unchanged, and by no other tenant.
 *   <li>G2: within a tenant a username and an e-mail address belong to one account, in any case, also when many try at
 *       once; a username of one account is never found as the e-mail address of another.
 *   <li>G3: a change changes what it names and nothing else, or nothing at all if it is refused.
 *   <li>G4: a password is replaced only if it is still the one the caller saw; of many at once one wins.
 *   <li>G5: a deleted account is not found, not listed and takes no change; a new account may have its username and its
 *       address.
 *   <li>G6: a list holds the tenant's accounts, by username, each once over all pages if nothing changes meanwhile.
 *   <li>G7: a locked account is found locked, since the time it was first locked, and in all else as it was, until it is
 *       unlocked; then as if it never was.
 *   <li>G8: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface AccountStore {

    /** Makes an account. Its id must be new; of a username and an address that are both taken the username is told. */
    Creation create(Account account, PasswordHash password);

    /** Looks an account up by id. */
    Optional<Stored> find(TenantId tenant, UserId user);

    /**
     * Looks an account up by what somebody typed.
     *
     * @param name a username or an e-mail address, in any case; anything else finds nothing
     */
    Optional<Stored> findByName(TenantId tenant, String name);

    /** Changes an account. The last update time becomes {@code at}. */
    Change change(TenantId tenant, UserId user, Wish wish, Instant at);

    /**
     * Replaces a password.
     *
     * @param expected the one that was verified
     * @return false if it is another one by now, or there is no such account
     */
    boolean replacePassword(TenantId tenant, UserId user, PasswordHash expected, PasswordHash next, Instant at);

    /**
     * Locks or unlocks an account. To be what it is already changes nothing. The last update time becomes {@code at} if
     * anything changed.
     */
    Change lock(TenantId tenant, UserId user, boolean locked, Instant at);

    /**
     * Removes an account.
     *
     * @return false if there was none
     */
    boolean delete(TenantId tenant, UserId user);

    /**
     * One page of a tenant's accounts, by username without regard to case.
     *
     * @param after the last username of the page before; null for the first page
     * @param limit 1 to 100
     */
    List<Account> list(TenantId tenant, @Nullable Username after, int limit);

    /**
     * What proves a password, as {@link PasswordHasher} made it. Shows nothing of itself.
     *
     * @param value at most 255 characters; a secret
     */
    record PasswordHash(String value) {

        private static final int LONGEST = 255;

        /** Refuses null, and what is too long to be stored. */
        public PasswordHash {
            if (value.length() > LONGEST) {
                throw new IllegalArgumentException("a password's hash must have at most " + LONGEST + " characters");
            }
        }

        @Override
        public String toString() {
            return "PasswordHash[…]";
        }
    }

    /** An account with what proves it. */
    record Stored(Account account, PasswordHash password) {}

    /** What came of a creation. */
    sealed interface Creation {

        /** It was made. */
        record Created() implements Creation {}

        /** The username belongs to somebody. */
        record UsernameTaken() implements Creation {}

        /** The e-mail address belongs to somebody. */
        record EmailTaken() implements Creation {}
    }

    /** What came of a change. */
    sealed interface Change {

        /** It is so now. */
        record Done(Account account) implements Change {}

        /** The e-mail address belongs to somebody else. */
        record EmailTaken() implements Change {}

        /** There is no such account. */
        record Missing() implements Change {}
    }

    /**
     * What shall be different. Null means: as it is.
     *
     * @param name another name; empty text for none
     * @param email another address
     * @param locale another language
     * @param role another role
     * @param avatar the name of another picture; empty text for none
     */
    record Wish(
            @Nullable String name,
            @Nullable EmailAddress email,
            @Nullable String locale,
            @Nullable Role role,
            @Nullable String avatar) {

        /** Nothing. */
        public static final Wish NOTHING = new Wish(null, null, null, null, null);
    }
}
