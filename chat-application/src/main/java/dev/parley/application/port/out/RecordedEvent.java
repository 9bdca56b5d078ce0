package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the store gave it a number, with the message it names.
 *
 * @param session where it happened
 * @param seq its number there
 * @param at when
 * @param event what happened
 * @param message the message the event names, as it stands now; null if it names none. A courtesy: it spares the
 *     listener a read. The event itself stores no text.
 */
public record RecordedEvent(
        SessionKey session,
        Seq seq,
        Instant at,
        SessionEvent event,
        @Nullable Message message) {

    /** Refuses nulls where none are allowed. */
    public RecordedEvent {
        requireNonNull(session, "session");
        requireNonNull(seq, "seq");
        requireNonNull(at, "at");
        requireNonNull(event, "event");
    }
}
