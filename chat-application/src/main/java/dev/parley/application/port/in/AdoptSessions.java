package dev.parley.application.port.in;

import dev.parley.domain.identity.UserId;
import org.jspecify.annotations.Nullable;

/** Makes a visitor's sessions and preferences those of the user the visitor turned out to be. Thread-safe; blocks. */
@FunctionalInterface
public interface AdoptSessions {

    /**
     * Hands all living sessions over, each once, also when two tabs log in at the same time; done again, nothing is
     * left to do. Preferences only go to a user who has none.
     *
     * @param guest whose they were, verified
     * @param user whose they become, of the same tenant
     * @param name what the assistant shall call the user; null if unknown
     * @return how many this call handed over
     */
    int adopt(Principal guest, UserId user, @Nullable String name);
}
