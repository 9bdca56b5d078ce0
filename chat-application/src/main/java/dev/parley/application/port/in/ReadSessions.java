package dev.parley.application.port.in;

import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the caller's sessions. */
public interface ReadSessions {

    /** One session. */
    Outcome read(Principal caller, SessionId session);

    /** A page of the caller's own sessions. */
    ListOutcome list(Query query);

    /** What came of a read. */
    sealed interface Outcome {

        /** There it is. */
        record Found(SessionView session) implements Outcome {}

        /** Nothing to see. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** How a list is sorted: newest first, or titles from A. */
    enum Sort {
        ACTIVITY,
        CREATED,
        TITLE
    }

    /**
     * Which page.
     *
     * @param caller whose list
     * @param active true for active and closed ones, false for archived ones, null for all
     * @param sort in which order
     * @param after the cursor a page before gave; null for the first page. Opaque, and bound to the sort.
     * @param limit 1 to 100
     */
    record Query(
            Principal caller,
            @Nullable Boolean active,
            Sort sort,
            @Nullable String after,
            int limit) {}

    /** What came of a list. */
    sealed interface ListOutcome {

        /**
         * A page.
         *
         * @param entries in order
         * @param next the next page's cursor; null if this is the last page
         */
        record Page(List<Entry> entries, @Nullable String next) implements ListOutcome {

            /** Copies the list. */
            public Page {
                entries = List.copyOf(entries);
            }
        }

        /** Not a question that can be answered. */
        record Refused(Refusal refusal) implements ListOutcome {}
    }

    /**
     * A session in a list.
     *
     * @param session its fields
     * @param messageCount how many messages it has
     * @param preview the beginning of its last message; null if it has none
     * @param unread how many messages of others are above the caller's read cursor
     */
    record Entry(
            Session session, long messageCount, @Nullable String preview, long unread) {}
}
