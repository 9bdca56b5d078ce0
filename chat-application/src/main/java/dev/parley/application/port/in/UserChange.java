package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.preference.Preferences;
import dev.parley.domain.session.SessionId;
import java.time.Instant;

/** Something that concerns a user over all sessions, as it stands now. Telling it twice does no harm. */
public sealed interface UserChange {

    /**
     * A session of the user's is new, or a list shows something else of it.
     *
     * @param session as it is now
     */
    record SessionChanged(ListedSession session) implements UserChange {

        /** Refuses null. */
        public SessionChanged {
            requireNonNull(session, "session");
        }
    }

    /**
     * A session is not among the user's any more: it was deleted, or is somebody else's.
     *
     * @param session which
     */
    record SessionRemoved(SessionId session) implements UserChange {

        /** Refuses null. */
        public SessionRemoved {
            requireNonNull(session, "session");
        }
    }

    /**
     * The user prefers something else.
     *
     * @param preferences all of them, as they are now
     * @param updatedAt when they were changed
     */
    record PreferencesChanged(Preferences preferences, Instant updatedAt) implements UserChange {

        /** Refuses nulls. */
        public PreferencesChanged {
            requireNonNull(preferences, "preferences");
            requireNonNull(updatedAt, "updatedAt");
        }
    }
}
