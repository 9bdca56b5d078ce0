package dev.parley.application.usecase;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.WorkQueue;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the world what was committed. Losing any of it is repaired by sweep and comparison. */
final class Announcer {

    private final EventBus bus;
    private final WorkQueue queue;
    private final Consumer<List<RecordedEvent>> memory;

    /** @param memory remembers what this node has changed, before anybody is told; must not block */
    Announcer(EventBus bus, WorkQueue queue, Consumer<List<RecordedEvent>> memory) {
        this.bus = bus;
        this.queue = queue;
        this.memory = memory;
    }

    void appended(SessionKey key, List<RecordedEvent> events) {
        if (!events.isEmpty()) {
            memory.accept(events);
            bus.announce(new Announcement.Appended(key, events));
        }
    }

    void appended(RecordedEvent event) {
        appended(event.session(), List.of(event));
    }

    void cursorsMoved(SessionKey key, UserId reader, ConversationStore.ReadCursors cursors) {
        bus.announce(new Announcement.CursorsMoved(key, reader, cursors));
    }

    void cancelRequested(SessionKey key, MessageId reply) {
        bus.announce(new Announcement.CancelRequested(key, reply));
    }

    void wake(ReplyJobs.@Nullable Ticket ticket) {
        if (ticket != null) {
            queue.offer(ticket);
        }
    }
}
