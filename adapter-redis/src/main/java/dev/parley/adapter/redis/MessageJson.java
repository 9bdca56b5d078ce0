package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.messageId;
import static dev.parley.adapter.redis.Json.number;
import static dev.parley.adapter.redis.Json.smallNumber;
import static dev.parley.adapter.redis.Json.text;
import static dev.parley.adapter.redis.Json.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionId;

/** Messages as JSON. */
final class MessageJson {

    /** The longest text that is sent along, in UTF-16 units. */
    static final int LONGEST_TEXT = 8_192;

    private MessageJson() {}

    static ObjectNode of(Message message) {
        Place place = message.place();
        MessageId parent = place.parent();
        ObjectNode json = Json.object()
                .put("id", message.id().toString())
                .put("metadata", message.metadata())
                .put("created_at", message.createdAt().toString())
                .put("version", message.version())
                .put("position", place.position().value())
                .put("seq", place.seq().value())
                .put("turn", place.turn().value())
                .put("parent", parent == null ? null : parent.toString())
                .put("active", place.active());
        json.set("content", ContentJson.of(message.content()));
        return json;
    }

    static Message toMessage(SessionId session, JsonNode json) {
        return new Message(
                messageId(json, "id"),
                session,
                ContentJson.toContent(json.required("content")),
                text(json, "metadata"),
                EventJson.instant(json, "created_at"),
                place(json),
                smallNumber(json, "version"));
    }

    private static Place place(JsonNode json) {
        return new Place(
                new Position(number(json, "position")),
                new Seq(number(json, "seq")),
                new Turn(number(json, "turn")),
                json.hasNonNull("parent") ? messageId(json, "parent") : null,
                truth(json, "active"));
    }
}
