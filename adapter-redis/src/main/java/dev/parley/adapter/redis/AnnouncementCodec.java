package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Announcement.Appended;
import dev.parley.application.port.out.Announcement.CancelRequested;
import dev.parley.application.port.out.Announcement.CursorsMoved;
import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Announcements as JSON. Messages that are large are left out, and many events become several announcements, so that a
 * payload stays small.
 */
final class AnnouncementCodec {

    /** The longest payload, in UTF-16 units, unless events alone take more. */
    static final int LONGEST = 32_768;

    /** How many events go together. */
    static final int EVENTS_AT_ONCE = 100;

    private final String node;

    /** @param node who announces; goes with everything, so that it can tell its own */
    AnnouncementCodec(String node) {
        this.node = node;
    }

    /** One payload or more, to be said in this order. */
    List<String> encode(Announcement announcement) {
        return switch (announcement) {
            case Appended appended -> encode(appended);
            case CursorsMoved(SessionKey key, UserId reader, ReadCursors cursors) ->
                List.of(frame("cursors_moved", key)
                        .put("reader", reader.value())
                        .put("delivered", cursors.delivered())
                        .put("read", cursors.read())
                        .toString());
            case CancelRequested(SessionKey key, MessageId reply) ->
                List.of(frame("cancel_requested", key)
                        .put("reply", reply.toString())
                        .toString());
        };
    }

    private List<String> encode(Appended appended) {
        List<RecordedEvent> events = appended.events();
        List<String> payloads = new ArrayList<>();
        for (int from = 0; from < events.size(); from += EVENTS_AT_ONCE) {
            List<RecordedEvent> some = events.subList(from, Math.min(events.size(), from + EVENTS_AT_ONCE));
            String whole = appended(appended.key(), some, true);
            payloads.add(whole.length() <= LONGEST ? whole : appended(appended.key(), some, false));
        }
        return payloads;
    }

    private String appended(SessionKey key, List<RecordedEvent> events, boolean withMessages) {
        ObjectNode frame = frame("appended", key);
        ArrayNode list = frame.putArray("events");
        events.forEach(event -> list.add(EventJson.of(event, withMessages)));
        return frame.toString();
    }

    private ObjectNode frame(String kind, SessionKey key) {
        return Json.object()
                .put("kind", kind)
                .put("node", node)
                .put("tenant", key.tenant().value())
                .put("session", key.session().toString());
    }

    /**
     * What another node announced; empty if it is this node's own.
     *
     * @throws IllegalArgumentException if it can't be understood
     */
    Optional<Announcement> decodeForeign(String payload) {
        JsonNode frame = Json.parse(payload);
        return text(frame, "node").equals(node) ? Optional.empty() : Optional.of(decode(frame));
    }

    private static Announcement decode(JsonNode frame) {
        SessionKey key = new SessionKey(
                new TenantId(text(frame, "tenant")), new SessionId(UUID.fromString(text(frame, "session"))));
        String kind = text(frame, "kind");
        return switch (kind) {
            case "appended" ->
                new Appended(
                        key,
                        frame.required("events")
                                .valueStream()
                                .map(event -> EventJson.toEvent(key, event))
                                .toList());
            case "cursors_moved" ->
                new CursorsMoved(
                        key,
                        new UserId(text(frame, "reader")),
                        new ReadCursors(
                                frame.required("delivered").asLong(),
                                frame.required("read").asLong()));
            case "cancel_requested" -> new CancelRequested(key, new MessageId(UUID.fromString(text(frame, "reply"))));
            default -> throw new IllegalArgumentException("unknown kind of announcement");
        };
    }
}
