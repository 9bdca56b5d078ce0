package dev.parley.application.port.in;

import dev.parley.application.port.out.FileStore;
import dev.parley.domain.identity.Account;
import org.jspecify.annotations.Nullable;

/** What people do with their own account. Thread-safe; every method blocks. */
public interface OwnAccount {

    /** How many bytes a picture may have that is sent. */
    int LARGEST_AVATAR = 5 * 1024 * 1024;

    /** The caller's account. */
    Outcome read(Principal caller);

    /** Changes what is not null. */
    Outcome change(Command command);

    /** The caller's picture. */
    AvatarOutcome avatar(Principal caller);

    /**
     * Replaces the caller's picture by the middle of another one, small and without all that is not pixels. Blocks for
     * as long as that takes.
     *
     * @param picture a PNG, JPEG or GIF of at most {@link #LARGEST_AVATAR} bytes, whatever anybody calls it
     */
    Outcome changeAvatar(Principal caller, byte[] picture);

    /** Takes the caller's picture away, if there is one. */
    Outcome removeAvatar(Principal caller);

    /** Replaces the password. All logins end, the caller's too, which gets new tokens. */
    Logins.Outcome changePassword(Principal caller, String oldPassword, String newPassword, Source source);

    /**
     * Deletes the account with everything that belongs to it: logins, preferences, sessions, messages, files. Cut short, it can be
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

    /** What came of a question for a picture. */
    sealed interface AvatarOutcome {

        /** There it is: made here, harmless to show. */
        record Found(FileStore.File picture) implements AvatarOutcome {}

        /** There is none. */
        record Missing() implements AvatarOutcome {}

        /** It was not shown. */
        record Refused(Refusal refusal) implements AvatarOutcome {}
    }

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
