package dev.parley.application.port.in;

import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.UserId;
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
