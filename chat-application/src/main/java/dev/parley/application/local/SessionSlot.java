package dev.parley.application.local;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.Seq;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cache in memory has of one session: a snapshot, or only up to where it must not be older. A value; caches put the
 * next one in its place under a lock of the session.
 *
 * @param head nothing from before this event counts any more
 * @param snapshot the session at {@code head}; null if it is not known
 */
public record SessionSlot(Seq head, @Nullable SessionSnapshot snapshot) {

    /** What a session has of which nothing is known, and nothing was told. */
    public static final SessionSlot EMPTY = new SessionSlot(Seq.NONE, null);

    private static final int BYTES_OF_NONE = 256;

    /** Refuses a snapshot of another moment. */
    public SessionSlot {
        requireNonNull(head, "head");
        if (snapshot != null && !snapshot.head().equals(head)) {
            throw new IllegalArgumentException("the snapshot must be of the head");
        }
    }

    /**
     * The same once a snapshot was kept.
     *
     * @param heaviest how heavy it may be, in bytes
     */
    public SessionSlot with(SessionSnapshot kept, int heaviest) {
        if (kept.head().compareTo(head) < 0 || isKnownHere(kept)) {
            return this;
        }
        return new SessionSlot(kept.head(), kept.weight() > heaviest ? null : kept);
    }

    private boolean isKnownHere(SessionSnapshot kept) {
        return snapshot != null && kept.head().equals(head) && !kept.tellsMoreThan(snapshot);
    }

    /** The same once nothing from before an event counts any more. */
    public SessionSlot from(Seq event) {
        return event.compareTo(head) <= 0 ? this : new SessionSlot(event, null);
    }

    /** The same once events were told. */
    public SessionSlot after(List<RecordedEvent> events, int heaviest) {
        SessionSlot slot = this;
        for (RecordedEvent event : events) {
            slot = slot.after(event);
        }
        return slot.weight() > heaviest ? new SessionSlot(slot.head, null) : slot;
    }

    private SessionSlot after(RecordedEvent event) {
        if (event.seq().compareTo(head) <= 0) {
            return this;
        }
        SessionSnapshot next = snapshot == null ? null : snapshot.after(event).orElse(null);
        return new SessionSlot(event.seq(), next);
    }

    /** About how many bytes of memory it takes. */
    public int weight() {
        return snapshot == null ? BYTES_OF_NONE : snapshot.weight();
    }
}
