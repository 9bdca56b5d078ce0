package dev.parley.application.port.in;

import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What those do who run a tenant. Thread-safe; every method blocks. */
public interface ManageUsers {

    /**
     * A page of the tenant's accounts, by username.
     *
     * @param after the last username of the page before; null for the first page
     * @param limit 1 to 100
     */
    ListOutcome list(Principal caller, @Nullable String after, int limit);

    /** One account of the tenant. */
    OwnAccount.Outcome read(Principal caller, UserId user);

    /** The picture of one account of the tenant. Counts as a read of the account. */
    OwnAccount.AvatarOutcome avatar(Principal caller, UserId user);

    /** Makes an account of any role. */
    OwnAccount.Outcome create(NewUser command);

    /** Gives somebody another role; all their logins end. Nobody changes their own. */
    OwnAccount.Outcome changeRole(Principal caller, UserId user, String role, Source source);

    /**
     * Lets somebody in no more: all their logins end, on other nodes within seconds, and a right password is as wrong as
     * any. Nobody locks themselves out.
     */
    OwnAccount.Outcome lock(Principal caller, UserId user, Source source);

    /** Lets somebody in again. */
    OwnAccount.Outcome unlock(Principal caller, UserId user, Source source);

    /**
     * Ends all logins of somebody; they may log in again. Of somebody whom another issuer knows, all tokens made until now
     * are worth nothing here any more.
     */
    EndOutcome endLogins(Principal caller, UserId user, Source source);

    /**
     * Gives out a token by which somebody who forgot their password sets another one, see {@link Logins#resetPassword}.
     * Until they do, nothing changes.
     */
    ResetOutcome allowReset(Principal caller, UserId user, Source source);

    /** What came of ending logins. */
    sealed interface EndOutcome {

        /** None of these lives any more; tokens of other issuers are not counted. */
        record Ended(int logins) implements EndOutcome {}

        /** There is no such user. */
        record Missing() implements EndOutcome {}

        /** Not for the caller. */
        record Refused(Refusal refusal) implements EndOutcome {}
    }

    /** What came of allowing a reset. */
    sealed interface ResetOutcome {

        /**
         * To be brought to the account's owner.
         *
         * @param token a secret, told this once
         * @param expiresAt when it runs out
         */
        record Allowed(String token, Instant expiresAt) implements ResetOutcome {

            @Override
            public String toString() {
                return "Allowed[until " + expiresAt + "]";
            }
        }

        /** There is no such account. */
        record Missing() implements ResetOutcome {}

        /** Not for the caller. */
        record Refused(Refusal refusal) implements ResetOutcome {}
    }

    /**
     * Somebody new. Texts come as they were sent.
     *
     * @param caller who makes the account
     * @param username what to log in with
     * @param email what to log in with as well
     * @param password a secret
     * @param role a role's name, in lower case
     * @param source from where
     */
    record NewUser(Principal caller, String username, String email, String password, String role, Source source) {

        @Override
        public String toString() {
            return "NewUser[" + caller.tenant() + "]";
        }
    }

    /** What came of a list. */
    sealed interface ListOutcome {

        /** A page. */
        record Page(List<Account> accounts) implements ListOutcome {

            /** Copies the list. */
            public Page {
                accounts = List.copyOf(accounts);
            }
        }

        /** Not for the caller. */
        record Refused(Refusal refusal) implements ListOutcome {}
    }
}
