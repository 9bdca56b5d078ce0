package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.parley.adapter.websocket.FrameFields.Value;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a client sent: one JSON object, strictly, within limits, in one pass and without a tree. */
final class FrameReader {

    private static final Set<String> KNOWN_FIELDS = Set.of(
            "type",
            "session_id",
            "message",
            "timestamp",
            "client_message_id",
            "client_command_id",
            "metadata",
            "after_seq",
            "message_id",
            "reply_id",
            "attempt",
            "offset",
            "up_to_position");

    private static final String TYPE_RULE = "must be one of user_message, resume, cancel, ping, delivered, read";

    private final JsonFactory json;

    FrameReader(JsonFactory json) {
        this.json = json;
    }

    /** What came of reading. */
    sealed interface Reading {

        /** A frame. */
        record Understood(ClientFrame frame) implements Reading {}

        /** No frame; what the client calls it, if that much could be read. */
        record Refused(Refusal refusal, ClientFrame.Reference reference) implements Reading {}
    }

    Reading read(String text) {
        FrameFields fields = new FrameFields();
        Refusal unreadable = fill(fields, text);
        if (unreadable != null) {
            return new Reading.Refused(unreadable, fields.reference());
        }
        ClientFrame frame = frame(fields);
        Refusal broken = fields.broken();
        if (frame == null || broken != null) {
            return new Reading.Refused(
                    broken == null ? new Refusal(ErrorCode.INVALID_MESSAGE, "type", TYPE_RULE) : broken,
                    fields.reference());
        }
        return new Reading.Understood(frame);
    }

    private @Nullable Refusal fill(FrameFields fields, String text) {
        try (JsonParser parser = json.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Refusal(ErrorCode.INVALID_JSON, null, "the frame is empty");
            }
            if (first != JsonToken.START_OBJECT) {
                return notAnObject(parser, first);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                take(fields, parser);
            }
            return afterwards(parser);
        } catch (StreamConstraintsException e) {
            return new Refusal(ErrorCode.INVALID_MESSAGE, null, "nested too deeply, or a number or name is too long");
        } catch (JsonProcessingException e) {
            return new Refusal(ErrorCode.INVALID_JSON, null, "must be one JSON object without repeated fields");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from a string", e);
        }
    }

    private static Refusal notAnObject(JsonParser parser, JsonToken first) throws IOException {
        if (first.isStructStart()) {
            parser.skipChildren();
        }
        Refusal after = afterwards(parser);
        return after == null ? new Refusal(ErrorCode.INVALID_MESSAGE, null, "a frame must be a JSON object") : after;
    }

    private static @Nullable Refusal afterwards(JsonParser parser) throws IOException {
        return parser.nextToken() == null
                ? null
                : new Refusal(ErrorCode.INVALID_JSON, null, "nothing may follow the object");
    }

    private void take(FrameFields fields, JsonParser parser) throws IOException {
        String name = parser.currentName();
        parser.nextToken();
        Value value = KNOWN_FIELDS.contains(name) ? value(parser) : ignored(parser);
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static @Nullable Value ignored(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }

    /** Null stands for a field that is not there, as in most clients. */
    private @Nullable Value value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> new Value.Text(parser.getText());
            case VALUE_NUMBER_INT -> whole(parser);
            case START_OBJECT -> new Value.Nested(copy(parser));
            default -> {
                parser.skipChildren();
                yield new Value.Other();
            }
        };
    }

    private static Value whole(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> new Value.Whole(parser.getLongValue());
            default -> new Value.Other();
        };
    }

    private String copy(JsonParser parser) throws IOException {
        StringWriter copy = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(copy)) {
            generator.copyCurrentStructureExact(parser);
        }
        return copy.toString();
    }

    private static @Nullable ClientFrame frame(FrameFields fields) {
        return switch (fields.requiredText("type")) {
            case "user_message" -> userMessage(fields);
            case "resume" -> new ClientFrame.Resume(fields.session("session_id"), resume(fields));
            case "cancel" -> cancel(fields);
            case "ping" -> new ClientFrame.Ping(fields.session("session_id"));
            case "delivered" ->
                new ClientFrame.Delivered(fields.session("session_id"), fields.requiredWhole("up_to_position", 0));
            case "read" ->
                new ClientFrame.Read(fields.session("session_id"), fields.requiredWhole("up_to_position", 0));
            default -> null;
        };
    }

    private static @Nullable ClientFrame userMessage(FrameFields fields) {
        fields.requiredText("session_id");
        fields.checkTimestamp("timestamp");
        var session = fields.session("session_id");
        String text = fields.requiredText("message");
        String clientMessageId = fields.clientId("client_message_id");
        String metadata = fields.object("metadata");
        return session == null ? null : new ClientFrame.UserMessage(session, text, clientMessageId, metadata);
    }

    private static Feed.Resume resume(FrameFields fields) {
        Seq after = new Seq(fields.requiredWhole("after_seq", 0));
        MessageId reply = fields.message("message_id");
        if (reply == null) {
            return new Feed.Resume(after, null);
        }
        int attempt = fields.requiredInt("attempt", 1);
        int offset = fields.requiredInt("offset", 0);
        return new Feed.Resume(after, new Feed.Partial(reply, attempt, offset));
    }

    private static ClientFrame cancel(FrameFields fields) {
        fields.clientId("client_command_id");
        MessageId reply = fields.message("reply_id");
        MessageId message = fields.message("message_id");
        return new ClientFrame.Cancel(
                fields.session("session_id"), reply == null ? message : reply, fields.reference());
    }
}
