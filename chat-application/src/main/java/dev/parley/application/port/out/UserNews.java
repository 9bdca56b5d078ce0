package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.preference.Preferences;
import java.time.Instant;

/** What nodes tell each other about a user and no session. Losing one loses nothing: the store is the truth. */
public sealed interface UserNews {

    /** Whom it is about. */
    UserKey user();

    /**
     * Somebody prefers something else.
     *
     * @param user who
     * @param preferences all of them, as they are now
     * @param updatedAt when they were changed
     */
    record PreferencesChanged(UserKey user, Preferences preferences, Instant updatedAt) implements UserNews {

        /** Refuses nulls. */
        public PreferencesChanged {
            requireNonNull(user, "user");
            requireNonNull(preferences, "preferences");
            requireNonNull(updatedAt, "updatedAt");
        }
    }

    /**
     * More is different than can be told one by one: whoever listens must read it all again.
     *
     * @param user whose
     */
    record MuchChanged(UserKey user) implements UserNews {

        /** Refuses null. */
        public MuchChanged {
            requireNonNull(user, "user");
        }
    }
}
