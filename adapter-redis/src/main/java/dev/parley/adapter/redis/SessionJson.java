package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.EventJson.instant;
import static dev.parley.adapter.redis.Json.number;
import static dev.parley.adapter.redis.Json.text;
import static dev.parley.adapter.redis.Json.textOrNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionContext;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;

/** Sessions with their newest messages, as JSON. Tenant and id are those of the key they are kept under. */
final class SessionJson {

    private SessionJson() {}

    static String of(SessionSnapshot snapshot) {
        ObjectNode json = Json.object().put("head", snapshot.head().value());
        json.set("header", of(snapshot.header()));
        ArrayNode newest = json.putArray("newest");
        snapshot.newest().forEach(message -> newest.add(MessageJson.of(message)));
        return json.toString();
    }

    private static ObjectNode of(Stored stored) {
        UserId formerOwner = stored.formerOwner();
        ObjectNode json = of(stored.session())
                .put("last_seq", stored.lastSeq().value())
                .put("messages", stored.messageCount())
                .put("former_owner", formerOwner == null ? null : formerOwner.value())
                .put("command", stored.command());
        Summary summary = stored.summary();
        if (summary != null) {
            json.putObject("summary")
                    .put("text", summary.text())
                    .put("turn", summary.upTo().value());
        }
        return json;
    }

    private static ObjectNode of(Session session) {
        SessionContext context = session.context();
        ObjectNode json = Json.object()
                .put("owner", session.owner().value())
                .put("owner_name", session.ownerName())
                .put("locale", session.locale())
                .put("assistant", session.assistant().value())
                .put("context", context == null ? null : context.text())
                .put("metadata", session.metadata())
                .put("standing", session.standing().name())
                .put("created_at", session.createdAt().toString())
                .put("updated_at", session.updatedAt().toString());
        SessionTitle title = session.title();
        if (title != null) {
            json.putObject("title")
                    .put("text", title.text())
                    .put("origin", title.origin().name());
        }
        return json;
    }

    /** @throws IllegalArgumentException if it can't be understood */
    static SessionSnapshot parse(SessionKey key, String text) {
        JsonNode json = Json.parse(text);
        return new SessionSnapshot(
                stored(key, json.required("header")),
                json.required("newest")
                        .valueStream()
                        .map(message -> MessageJson.toMessage(key.session(), message))
                        .toList(),
                new Seq(number(json, "head")));
    }

    private static Stored stored(SessionKey key, JsonNode json) {
        String formerOwner = textOrNull(json, "former_owner");
        return new Stored(
                session(key, json),
                new Seq(number(json, "last_seq")),
                number(json, "messages"),
                json.hasNonNull("summary") ? summary(json.get("summary")) : null,
                formerOwner == null ? null : new UserId(formerOwner),
                textOrNull(json, "command"));
    }

    private static Summary summary(JsonNode json) {
        return new Summary(text(json, "text"), new Turn(number(json, "turn")));
    }

    private static Session session(SessionKey key, JsonNode json) {
        String context = textOrNull(json, "context");
        return new Session(
                key.session(),
                key.tenant(),
                new UserId(text(json, "owner")),
                textOrNull(json, "owner_name"),
                text(json, "locale"),
                json.hasNonNull("title") ? title(json.get("title")) : null,
                new AssistantName(text(json, "assistant")),
                context == null ? null : new SessionContext(context),
                text(json, "metadata"),
                Standing.valueOf(text(json, "standing")),
                instant(json, "created_at"),
                instant(json, "updated_at"));
    }

    private static SessionTitle title(JsonNode json) {
        return new SessionTitle(text(json, "text"), SessionTitle.Origin.valueOf(text(json, "origin")));
    }
}
