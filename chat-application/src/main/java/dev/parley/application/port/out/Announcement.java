package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.MessageId;
import java.util.List;

/** What nodes tell each other about a session. Losing one loses nothing: the store is the truth. */
public sealed interface Announcement {

    /** Which session it is about. */
    SessionKey key();

    /**
     * Events were committed.
     *
     * @param key where
     * @param events by seq, without holes, at least one; their messages may be left out on the way
     */
    record Appended(SessionKey key, List<RecordedEvent> events) implements Announcement {

        /** Refuses the empty announcement. */
        public Appended {
            requireNonNull(key, "key");
            events = List.copyOf(events);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("nothing to announce");
            }
        }
    }

    /**
     * Somebody wants a running reply stopped.
     *
     * @param key where
     * @param reply which
     */
    record CancelRequested(SessionKey key, MessageId reply) implements Announcement {

        /** Refuses nulls. */
        public CancelRequested {
            requireNonNull(key, "key");
            requireNonNull(reply, "reply");
        }
    }
}
