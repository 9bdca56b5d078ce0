package dev.parley.application.local;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Summary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All that is kept of one session. Guarded by the lock of {@link Memory}. */
final class MemorySession {

    private final SessionKey key;
    private final MemoryEvents events = new MemoryEvents();
    private final MemoryMessages messages = new MemoryMessages();
    private final MemoryReplies replies = new MemoryReplies();
    private final MemoryCursors cursors = new MemoryCursors();
    private final @Nullable String command;
    private Session session;
    private @Nullable Summary summary;
    private @Nullable Instant deletedAt;
    private @Nullable UserId formerOwner;

    MemorySession(Session session, @Nullable String command) {
        this.command = command;
        this.key = new SessionKey(session.tenant(), session.id());
        this.session = session;
    }

    SessionKey key() {
        return key;
    }

    Session session() {
        return session;
    }

    Stored stored() {
        return new Stored(session, events.last(), messages.count(), summary, formerOwner, command);
    }

    MemoryEvents events() {
        return events;
    }

    MemoryMessages messages() {
        return messages;
    }

    MemoryReplies replies() {
        return replies;
    }

    MemoryCursors cursors() {
        return cursors;
    }

    @Nullable
    Summary summary() {
        return summary;
    }

    boolean living() {
        return deletedAt == null;
    }

    boolean deletedBefore(Instant time) {
        return deletedAt != null && deletedAt.isBefore(time);
    }

    boolean deletedSince(Instant time) {
        return deletedAt != null && !deletedAt.isBefore(time);
    }

    void become(Session changed) {
        session = changed;
    }

    void cameFrom(UserId owner) {
        if (formerOwner == null) {
            formerOwner = owner;
        }
    }

    boolean wasHandedOverBy(UserId user) {
        return user.equals(formerOwner) && !user.equals(session.owner());
    }

    void touch(Instant at) {
        session = session.touched(at);
    }

    void keep(Summary newer) {
        summary = newer;
    }

    void delete(Instant at) {
        deletedAt = at;
    }

    void restore() {
        deletedAt = null;
    }

    /** The place of a message that is about to be added, and whose event is the next one. */
    Place nextPlace(Turn turn, @Nullable MessageId parent) {
        return new Place(messages.nextPosition(), events.last().next(), turn, parent, true);
    }

    RecordedEvent append(SessionEvent event, Instant at) {
        return recorded(events.append(event, at));
    }

    RecordedEvent recorded(MemoryEvents.Entry entry) {
        return new RecordedEvent(key, entry.seq(), entry.at(), entry.event(), named(entry.event()));
    }

    private @Nullable Message named(SessionEvent event) {
        return switch (event) {
            case SessionEvent.MessageAdded added -> messages.find(added.message());
            case SessionEvent.MessageUpdated updated -> messages.find(updated.message());
            case SessionEvent.ReplyEnded ended -> messages.find(ended.reply());
            case SessionEvent.SessionCreated ignored -> null;
            case SessionEvent.SessionRenamed ignored -> null;
            case SessionEvent.AssistantChanged ignored -> null;
            case SessionEvent.StandingChanged ignored -> null;
            case SessionEvent.SessionDeleted ignored -> null;
            case SessionEvent.SessionRestored ignored -> null;
            case SessionEvent.OwnerChanged ignored -> null;
            case SessionEvent.SummaryUpdated ignored -> null;
        };
    }
}
