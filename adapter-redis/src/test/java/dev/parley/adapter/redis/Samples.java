package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.reply.TokenUsage;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One of everything that can be announced. */
final class Samples {

    static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");

    private Samples() {}

    static SessionKey aKey() {
        return keyOf("acme");
    }

    static SessionKey keyOf(String tenant) {
        return new SessionKey(new TenantId(tenant), new SessionId(UUID.randomUUID()));
    }

    static MessageId anId() {
        return new MessageId(UUID.randomUUID());
    }

    static Announcement.Appended renamed(SessionKey key, long seq) {
        return appended(key, List.of(event(key, seq, new SessionEvent.SessionRenamed())));
    }

    static Announcement.Appended appended(SessionKey key, List<RecordedEvent> events) {
        return new Announcement.Appended(key, events);
    }

    static RecordedEvent event(SessionKey key, long seq, SessionEvent event) {
        return new RecordedEvent(key, new Seq(seq), AT, event, null);
    }

    static RecordedEvent eventWith(SessionKey key, Content content) {
        Message message = message(key, content);
        return new RecordedEvent(
                key, new Seq(7), AT, new SessionEvent.MessageAdded(message.id(), content.type()), message);
    }

    static Message message(SessionKey key, Content content) {
        Place place = new Place(new Position(3), new Seq(7), new Turn(2), anId(), true);
        return new Message(anId(), key.session(), content, "{\"a\":[1,\"ü\"]}", AT, place, 2);
    }

    static List<SessionEvent> everyEvent() {
        return List.of(
                new SessionEvent.SessionCreated(),
                new SessionEvent.MessageAdded(anId(), MessageType.AGENT),
                new SessionEvent.MessageUpdated(anId(), 3),
                new SessionEvent.ReplyEnded(anId(), ReplyState.INTERRUPTED),
                new SessionEvent.SessionRenamed(),
                new SessionEvent.AssistantChanged(),
                new SessionEvent.StandingChanged(Standing.ARCHIVED),
                new SessionEvent.SessionDeleted(),
                new SessionEvent.SessionRestored(),
                new SessionEvent.OwnerChanged(),
                new SessionEvent.SummaryUpdated(new Turn(9)));
    }

    static List<ReplyEnding> everyEnding() {
        return List.of(
                new ReplyEnding.Completed(FinishReason.STOP_WORD, new TokenUsage(3, 4, true)),
                new ReplyEnding.Cancelled(),
                new ReplyEnding.Interrupted(),
                new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, "no text for 30 s"));
    }

    static Content userSays(String text) {
        return new Content.FromUser(text, new UserId("ada"), new ClientMessageId("müsli 🥣"));
    }

    static Content aiSays(String text, ReplyEnding ending) {
        return new Content.FromAi(text, ending, 2, "a-model");
    }
}
