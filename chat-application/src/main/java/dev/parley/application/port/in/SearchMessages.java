package dev.parley.application.port.in;

import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Position;
import dev.parley.domain.search.Snippet;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through the messages of the caller's own sessions. Thread-safe; blocks. */
@FunctionalInterface
public interface SearchMessages {

    /** One page of what was found, the newest first. */
    Outcome search(Query query);

    /**
     * What is looked for. Texts come as they were sent.
     *
     * @param caller whose sessions
     * @param words words and "phrases"
     * @param after what the page before gave; null for the first page
     * @param limit 1 to 100
     */
    record Query(
            Principal caller,
            @Nullable String words,
            @Nullable String after,
            int limit) {}

    /**
     * A message that was found.
     *
     * @param session where
     * @param title what the session is called; null if it has no title
     * @param message which
     * @param type whose word it is
     * @param position its place in the session
     * @param createdAt when it was added
     * @param snippet a piece of it
     */
    record Found(
            SessionId session,
            @Nullable SessionTitle title,
            MessageId message,
            MessageType type,
            Position position,
            Instant createdAt,
            Snippet snippet) {}

    /** What came of it. */
    sealed interface Outcome {

        /**
         * A page.
         *
         * @param found in order; may be fewer than the limit, also where there are more
         * @param next what to ask for to see the next page; null if there is none
         * @param complete whether all of the caller's messages were looked at
         */
        record Page(List<Found> found, @Nullable String next, boolean complete) implements Outcome {

            /** Copies the list. */
            public Page {
                found = List.copyOf(found);
            }
        }

        /** It was not looked. */
        record Refused(Refusal refusal) implements Outcome {}
    }
}
