package dev.parley.application.port.in;

import dev.parley.domain.identity.Account;
import org.jspecify.annotations.Nullable;

/** What people do with their own account. Thread-safe; every method blocks. */
public interface OwnAccount {

    /** The caller's account. */
    Outcome read(Principal caller);

    /** Changes what is not null. */
    Outcome change(Command command);

    /** Replaces the password. All logins end, the caller's too, which gets new tokens. */
    Logins.Outcome changePassword(Principal caller, String oldPassword, String newPassword, Source source);

    /**
     * Deletes the account with everything that belongs to it: logins, sessions, messages, files. Cut short, it can be
     * called again.
     *
     * @param password the caller's, once more
     * @return null if it is gone
     */
    @Nullable
    Refusal delete(Principal caller, String password, Source source);

    /**
     * To be called before all of the caller's data is handed out: writes down that it was.
     *
     * @return null if the caller may have it
     */
    @Nullable
    Refusal export(Principal caller, Source source);

    /**
     * What shall be different. Null means: as it is. Texts come as they were sent.
     *
     * @param caller whose account
     * @param name what to call them; empty for nothing
     * @param email another address
     * @param locale another language
     */
    record Command(
            Principal caller,
            @Nullable String name,
            @Nullable String email,
            @Nullable String locale) {}

    /** What came of it. */
    sealed interface Outcome {

        /** The account as it is now. */
        record Found(Account account) implements Outcome {}

        /** There is no such account. */
        record Missing() implements Outcome {}

        /** It was neither shown nor changed. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
