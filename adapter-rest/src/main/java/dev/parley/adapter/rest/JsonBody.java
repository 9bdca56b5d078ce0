package dev.parley.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.domain.error.ErrorCode;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads a request's body: a JSON object in strict UTF-8, within the limits. Jackson alone would also take UTF-16, and
 * bytes that are no UTF-8.
 */
final class JsonBody {

    private final BodyBytes body;

    JsonBody(int largest) {
        this.body = new BodyBytes(largest, Duration.ofSeconds(30));
    }

    Fields read(ContainerRequestContext request) {
        requireJson(request);
        return parse(decode(body.read(request)));
    }

    /** The same where a body is not needed: no body is an empty object. */
    Fields readIfAny(ContainerRequestContext request) {
        byte[] bytes = body.read(request);
        if (bytes.length == 0) {
            return new Fields(Json.MAPPER.createObjectNode());
        }
        requireJson(request);
        return parse(decode(bytes));
    }

    private static void requireJson(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (type == null || !isJson(type) || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw new NotSupportedException();
        }
    }

    private static boolean isJson(MediaType type) {
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        return type.getType().equalsIgnoreCase("application")
                && type.getSubtype().toLowerCase(Locale.ROOT).equals("json")
                && (charset == null || charset.equalsIgnoreCase("utf-8"));
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedException.of(ErrorCode.INVALID_JSON, "the body is not UTF-8");
        }
    }

    private static Fields parse(String text) {
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return new Fields(object);
            }
            throw RefusedException.of(ErrorCode.INVALID_JSON, "the body must be a JSON object");
        } catch (StreamConstraintsException e) {
            throw RefusedException.of(
                    ErrorCode.INVALID_JSON,
                    "nesting must be at most " + Json.DEEPEST
                            + " deep, names and numbers must not be longer than any need");
        } catch (JsonProcessingException e) {
            throw RefusedException.of(ErrorCode.INVALID_JSON, "not valid JSON" + place(e));
        }
    }

    // The exception's own text quotes the source; a log or a screen may not be the place for it.
    private static String place(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
