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

    /**
     * Deletes all sessions the caller has now, archived ones too, one after the other. Each can be brought back for 30
     * seconds. Blocks; cut short, it can be called again.
     */
    AllOutcome deleteAll(Principal caller);

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

    /** What came of a deletion of all. */
    sealed interface AllOutcome {

        /**
         * They are gone.
         *
         * @param sessions how many
         */
        record Deleted(long sessions) implements AllOutcome {}

        /** Nothing was deleted. */
        record Refused(Refusal refusal) implements AllOutcome {}
    }

    /** What came of it. */
    sealed interface Outcome {

        /** It is so now. */
        record Done(SessionView session) implements Outcome {}

        /** Nothing was changed. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
