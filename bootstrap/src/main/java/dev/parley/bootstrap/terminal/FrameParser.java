package dev.parley.bootstrap.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Reads frames. What a newer server adds is passed over; what is missing is an error. */
final class FrameParser {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private FrameParser() {}

    /**
     * Reads one frame.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Frame parse(String text) {
        try {
            return frame(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the server sent something that is not JSON", e);
        }
    }

    private static Frame frame(JsonNode json) {
        String type = text(json, "type");
        return switch (type) {
            case "system" -> new Frame.Connected();
            case "resumed" -> new Frame.Resumed(number(json, "last_seq"), truth(json, "complete"));
            case "message_accepted" -> accepted(json);
            case "message" -> message(json, false);
            case "message_updated" -> message(json, true);
            case "session_updated" -> new Frame.SessionChanged(number(json, "seq"), change(json));
            case "ai_started" -> new Frame.Started(reply(json), attempt(json), (int) number(json, "base_offset"));
            case "ai_snapshot" -> new Frame.Snapshot(reply(json), attempt(json), text(json, "content"));
            case "ai_chunk" ->
                new Frame.Chunk(reply(json), attempt(json), (int) number(json, "offset"), text(json, "content"));
            case "ai_complete" -> ended(json, Frame.How.COMPLETE);
            case "ai_cancelled" -> ended(json, Frame.How.CANCELLED);
            case "ai_interrupted" -> ended(json, Frame.How.INTERRUPTED);
            case "ai_failed" -> ended(json, Frame.How.FAILED);
            case "pong", "heartbeat" -> new Frame.Beat(number(json, "last_seq"));
            case "draining" -> new Frame.Draining(number(json, "reconnect_after_ms"));
            case "error" -> refused(json);
            // A newer server's news: what has a number counts, so that no hole seems to be there.
            default ->
                json.hasNonNull("seq") ? new Frame.SessionChanged(number(json, "seq"), type) : new Frame.Unknown();
        };
    }

    private static Frame accepted(JsonNode json) {
        return new Frame.Accepted(
                text(json, "client_message_id"),
                text(json, "reply_id"),
                json.hasNonNull("seq") ? number(json, "seq") : null,
                text(json, "durability").equals("db"),
                truth(json, "duplicate"));
    }

    // A deletion that was undone by now comes with the session that is there again.
    private static String change(JsonNode json) {
        String change = text(json, "change");
        return change.equals("deleted") && json.hasNonNull("session") ? "restored" : change;
    }

    private static Frame message(JsonNode json, boolean updated) {
        JsonNode message = json.required("message");
        return new Frame.MessageChanged(
                number(json, "seq"),
                text(message, "type"),
                text(message, "content"),
                textOrNull(message, "client_message_id"),
                updated);
    }

    private static Frame ended(JsonNode json, Frame.How how) {
        return new Frame.Ended(
                number(json, "seq"), reply(json), text(json, "full_response"), how, textOrNull(json, "error_code"));
    }

    private static Frame refused(JsonNode json) {
        return new Frame.Refused(
                text(json, "error_code"),
                text(json, "message"),
                text(json, "details"),
                json.path("retryable").asBoolean(false),
                textOrNull(json, "client_message_id"),
                textOrNull(json, "message_id"));
    }

    private static String reply(JsonNode json) {
        return text(json, "message_id");
    }

    private static int attempt(JsonNode json) {
        return (int) number(json, "attempt");
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    private static @Nullable String textOrNull(JsonNode json, String field) {
        return json.hasNonNull(field) ? text(json, field) : null;
    }

    private static long number(JsonNode json, String field) {
        JsonNode value = json.required(field);
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is not a number");
        }
        return value.asLong();
    }

    private static boolean truth(JsonNode json, String field) {
        return json.required(field).asBoolean();
    }
}
