package dev.parley.application.port.in;

import dev.parley.domain.identity.Role;
import dev.parley.domain.identity.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells those who may read all sessions of their tenant who is online in it. Guests are among them. */
public interface ReadPresence {

    /**
     * A page, by user id. Blocks no longer than the backend may take; while it is away, it holds the people of this node.
     *
     * @param after the last user of the page before; null for the first page
     * @param limit how many at most, 1 to 100
     */
    Outcome online(Principal caller, @Nullable String after, int limit);

    /**
     * Somebody who is online.
     *
     * @param user who
     * @param role as what
     */
    record Person(UserId user, Role role) {}

    /** What came of it. */
    sealed interface Outcome {

        /**
         * A page.
         *
         * @param people in the order of their ids
         * @param total how many are online in all
         */
        record Page(List<Person> people, int total) implements Outcome {

            /** Copies. */
            public Page {
                people = List.copyOf(people);
            }
        }

        /** Not told. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
