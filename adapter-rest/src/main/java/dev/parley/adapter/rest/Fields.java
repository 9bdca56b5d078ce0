package dev.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a request's object. A null is like a field that is not there; unknown fields do no harm. */
record Fields(ObjectNode object) {

    @Nullable
    String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw RefusedException.field(name, "must be a string");
        }
        return value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw RefusedException.field(name, "is required");
        }
        return value;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw RefusedException.field(name, "must be true or false");
        }
        return value.booleanValue();
    }

    long requiredNumber(String name) {
        JsonNode value = value(name);
        if (value == null) {
            throw RefusedException.field(name, "is required");
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw RefusedException.field(name, "must be a whole number");
        }
        return value.longValue();
    }

    @Nullable
    Long wholeNumber(String name) {
        return value(name) == null ? null : Long.valueOf(requiredNumber(name));
    }

    @Nullable
    Double decimal(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw RefusedException.field(name, "must be a number");
        }
        return value.doubleValue();
    }

    /** Whether a field is there and null: like one that is not there, unless somebody asks. */
    boolean isNull(String name) {
        JsonNode value = object.get(name);
        return value != null && value.isNull();
    }

    /** A list of strings. */
    List<String> requiredTexts(String name) {
        JsonNode value = value(name);
        if (value == null) {
            throw RefusedException.field(name, "is required");
        }
        var texts = new ArrayList<String>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw RefusedException.field(name, "must be a list of strings");
            }
            texts.add(element.textValue());
        }
        if (!value.isArray()) {
            throw RefusedException.field(name, "must be a list of strings");
        }
        return texts;
    }

    /** A time in RFC 3339. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw RefusedException.field(name, "must be a time as in RFC 3339, like 2030-01-01T12:00:00Z");
        }
    }

    /** An object, as text. */
    @Nullable
    String object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw RefusedException.field(name, "must be an object");
        }
        return whole(name, value.toString());
    }

    /** A string as it is, or an object or list as text. */
    @Nullable
    String textOrJson(String name) {
        JsonNode value = value(name);
        return value == null || value.isTextual() ? text(name) : container(name, value);
    }

    private static String container(String name, JsonNode value) {
        if (!value.isContainerNode()) {
            throw RefusedException.field(name, "must be a string, an object or a list");
        }
        return whole(name, value.toString());
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    // JSON may write half a character as an escape; no store and no UTF-8 can keep it.
    private static String whole(String name, String json) {
        if (json.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw RefusedException.field(name, "must not hold half characters");
        }
        return json;
    }
}
