package dev.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
