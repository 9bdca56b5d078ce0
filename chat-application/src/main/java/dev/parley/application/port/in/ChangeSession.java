package dev.parley.application.port.in;

import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import org.jspecify.annotations.Nullable;

/** Renames, archives, brings back, closes, deletes and restores a session of the caller. */
public interface ChangeSession {

    /** Changes what is not null. Blocks until the change is durable. Doing it again changes nothing. */
    Outcome change(Command command);

    /** Deletes: gone at once, running replies stop. Can be undone for 30 seconds. */
    Outcome delete(Principal caller, SessionId session);

    /** Undoes a deletion of the last 30 seconds. */
    Outcome restore(Principal caller, SessionId session);

    /**
     * What shall be different. Null means: as it is.
     *
     * @param caller who
     * @param session which
     * @param title a title chosen by hand
     * @param standing another standing
     * @param assistant who shall answer from now on
     */
    record Command(
            Principal caller,
            SessionId session,
            @Nullable String title,
            @Nullable Standing standing,
            @Nullable String assistant) {}

    /** What came of it. */
    sealed interface Outcome {

        /** It is so now. */
        record Done(SessionView session) implements Outcome {}

        /** Nothing was changed. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
