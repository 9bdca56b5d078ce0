package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.messageId;
import static dev.parley.adapter.redis.Json.number;
import static dev.parley.adapter.redis.Json.smallNumber;
import static dev.parley.adapter.redis.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionEvent.AssistantChanged;
import dev.parley.domain.session.SessionEvent.MessageAdded;
import dev.parley.domain.session.SessionEvent.MessageUpdated;
import dev.parley.domain.session.SessionEvent.OwnerChanged;
import dev.parley.domain.session.SessionEvent.ReplyEnded;
import dev.parley.domain.session.SessionEvent.SessionCreated;
import dev.parley.domain.session.SessionEvent.SessionDeleted;
import dev.parley.domain.session.SessionEvent.SessionRenamed;
import dev.parley.domain.session.SessionEvent.SessionRestored;
import dev.parley.domain.session.SessionEvent.StandingChanged;
import dev.parley.domain.session.SessionEvent.SummaryUpdated;
import dev.parley.domain.session.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events as JSON. */
final class EventJson {

    private EventJson() {}

    static ObjectNode of(RecordedEvent recorded, boolean withMessage) {
        ObjectNode json = of(recorded.event())
                .put("seq", recorded.seq().value())
                .put("at", recorded.at().toString());
        Message message = recorded.message();
        if (withMessage && message != null && message.text().length() <= MessageJson.LONGEST_TEXT) {
            json.set("added", MessageJson.of(message));
        }
        return json;
    }

    private static ObjectNode of(SessionEvent event) {
        return switch (event) {
            case SessionCreated ignored -> kind("session_created");
            case MessageAdded(MessageId message, MessageType type) ->
                kind("message_added").put("message", message.toString()).put("type", type.name());
            case MessageUpdated(MessageId message, int version) ->
                kind("message_updated").put("message", message.toString()).put("version", version);
            case ReplyEnded(MessageId reply, ReplyState state) ->
                kind("reply_ended").put("message", reply.toString()).put("state", state.name());
            case SessionRenamed ignored -> kind("session_renamed");
            case AssistantChanged ignored -> kind("assistant_changed");
            case StandingChanged(Standing standing) -> kind("standing_changed").put("standing", standing.name());
            case SessionDeleted ignored -> kind("session_deleted");
            case SessionRestored ignored -> kind("session_restored");
            case OwnerChanged ignored -> kind("owner_changed");
            case SummaryUpdated(Turn upTo) -> kind("summary_updated").put("turn", upTo.value());
        };
    }

    private static ObjectNode kind(String kind) {
        return Json.object().put("kind", kind);
    }

    static RecordedEvent toEvent(SessionKey key, JsonNode json) {
        return new RecordedEvent(
                key, new Seq(number(json, "seq")), instant(json, "at"), eventOf(json), messageOf(key, json));
    }

    private static @Nullable Message messageOf(SessionKey key, JsonNode json) {
        return json.hasNonNull("added") ? MessageJson.toMessage(key.session(), json.get("added")) : null;
    }

    private static SessionEvent eventOf(JsonNode json) {
        return switch (text(json, "kind")) {
            case "session_created" -> new SessionCreated();
            case "message_added" ->
                new MessageAdded(messageId(json, "message"), MessageType.valueOf(text(json, "type")));
            case "message_updated" -> new MessageUpdated(messageId(json, "message"), smallNumber(json, "version"));
            case "reply_ended" -> new ReplyEnded(messageId(json, "message"), ReplyState.valueOf(text(json, "state")));
            case "session_renamed" -> new SessionRenamed();
            case "assistant_changed" -> new AssistantChanged();
            case "standing_changed" -> new StandingChanged(Standing.valueOf(text(json, "standing")));
            case "session_deleted" -> new SessionDeleted();
            case "session_restored" -> new SessionRestored();
            case "owner_changed" -> new OwnerChanged();
            case "summary_updated" -> new SummaryUpdated(new Turn(number(json, "turn")));
            default -> throw new IllegalArgumentException("unknown kind of event");
        };
    }

    static Instant instant(JsonNode json, String field) {
        try {
            return Instant.parse(text(json, field));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + " is not a time", e);
        }
    }
}
