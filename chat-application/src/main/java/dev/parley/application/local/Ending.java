package dev.parley.application.local;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.session.SessionEvent.ReplyEnded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reply that has just ended: its message, what tells of it, and whose turn it is now. */
record Ending(
        Message message, RecordedEvent event, @Nullable Ticket next) {

    static Ending of(Memory memory, MemoryReply reply, Content.FromAi content, Instant at) {
        MemorySession session = reply.session();
        Message message = new Message(
                reply.id(),
                session.session().id(),
                content,
                Message.NO_METADATA,
                at,
                session.nextPlace(reply.turn(), reply.question()),
                1);
        session.messages().add(message);
        memory.ended(reply);
        session.touch(at);
        RecordedEvent event =
                session.append(new ReplyEnded(reply.id(), content.ending().state()), at);
        return new Ending(message, event, next(session));
    }

    private static @Nullable Ticket next(MemorySession session) {
        MemoryReply first = session.replies().first();
        return first != null && first.isPending() ? first.ticket() : null;
    }
}
