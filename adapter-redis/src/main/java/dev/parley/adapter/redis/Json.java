package dev.parley.adapter.redis;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.message.MessageId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads fields strictly: a missing or odd one is an {@link IllegalArgumentException}, which names no values. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode parse(String payload) {
        try {
            return MAPPER.readTree(payload);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not valid JSON", e);
        }
    }

    static String text(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is not a text");
        }
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode object, String field) {
        return object.hasNonNull(field) ? text(object, field) : null;
    }

    static long number(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(field + " is not a whole number");
        }
        return value.longValue();
    }

    static int smallNumber(JsonNode object, String field) {
        try {
            return Math.toIntExact(number(object, field));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(field + " is too large", e);
        }
    }

    static boolean truth(JsonNode object, String field) {
        JsonNode value = object.required(field);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(field + " is neither true nor false");
        }
        return value.booleanValue();
    }

    static MessageId messageId(JsonNode object, String field) {
        return new MessageId(UUID.fromString(text(object, field)));
    }
}
