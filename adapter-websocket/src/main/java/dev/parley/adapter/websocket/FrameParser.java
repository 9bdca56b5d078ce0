package dev.parley.adapter.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.parley.adapter.websocket.FrameFields.Value;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a frame: one object, strictly, within limits, in one pass and without a tree. */
final class FrameParser {

    private static final Set<String> KNOWN_FIELDS = Set.of(
            "type",
            "session_id",
            "message",
            "timestamp",
            "client_message_id",
            "client_command_id",
            "metadata",
            "after_seq",
            "after_user_seq",
            "message_id",
            "reply_id",
            "attempt",
            "offset",
            "up_to_position",
            "is_typing",
            "token");

    private final JsonFactory json;

    FrameParser(JsonFactory json) {
        this.json = json;
    }

    /** Reads a text into fields; null if it is one object, else why it is none. What was read until then stays. */
    @Nullable
    Refusal fill(FrameFields fields, String text) {
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
            return new Refusal(ErrorCode.INVALID_JSON, null, "nested too deeply, or a number or name is too long");
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
        return after == null ? new Refusal(ErrorCode.INVALID_JSON, null, "a frame must be a JSON object") : after;
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
            case VALUE_TRUE, VALUE_FALSE -> new Value.Truth(parser.getBooleanValue());
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
}
