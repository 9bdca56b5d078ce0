package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.UserId;
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
     * A reader's cursors moved. Not an event: it has no seq, and only the latest counts.
     *
     * @param key where
     * @param reader whose
     * @param cursors where they are now
     */
    record CursorsMoved(SessionKey key, UserId reader, ConversationStore.ReadCursors cursors) implements Announcement {

        /** Refuses nulls. */
        public CursorsMoved {
            requireNonNull(key, "key");
            requireNonNull(reader, "reader");
            requireNonNull(cursors, "cursors");
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
