package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one client frame, as they came. Reading one by its type either gives the value, or null and remembers
 * the first rule that was broken.
 */
final class FrameFields {

    /** The largest whole number every JSON reader keeps. */
    static final long LARGEST = (1L << 53) - 1;

    private static final Pattern CANONICAL_UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final Map<String, Value> values = new HashMap<>();
    private @Nullable Refusal broken;

    /** A value as it came. */
    sealed interface Value {

        /** A string. */
        record Text(String text) implements Value {

            /** It may be a token, or what somebody said. */
            @Override
            public String toString() {
                return "Text[…]";
            }
        }

        /** A whole number that fits. */
        record Whole(long number) implements Value {}

        /** True or false. */
        record Truth(boolean holds) implements Value {}

        /** An object, as JSON. */
        record Nested(String json) implements Value {}

        /** Anything else. */
        record Other() implements Value {}
    }

    void put(String name, Value value) {
        values.put(name, value);
    }

    /** The first rule that was broken; null if none was. */
    @Nullable
    Refusal broken() {
        return broken;
    }

    void refuse(String field, String rule) {
        if (broken == null) {
            broken = new Refusal(ErrorCode.INVALID_MESSAGE, field, rule);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    String text(String name) {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Text(String text)) {
            return text;
        }
        refuse(name, "must be a string");
        return null;
    }

    String requiredText(String name) {
        String text = required(name) ? text(name) : null;
        return text == null ? "" : text;
    }

    /** True or false; false if it is broken. */
    boolean requiredTruth(String name) {
        if (!required(name)) {
            return false;
        }
        if (values.get(name) instanceof Value.Truth(boolean holds)) {
            return holds;
        }
        refuse(name, "must be true or false");
        return false;
    }

    /** A whole number of at least {@code least}; {@code least} if it is broken. */
    long requiredWhole(String name, long least) {
        if (!required(name)) {
            return least;
        }
        if (values.get(name) instanceof Value.Whole(long number) && number >= least && number <= LARGEST) {
            return number;
        }
        refuse(name, "must be a whole number from " + least + " to " + LARGEST);
        return least;
    }

    /** A whole number that fits an int. */
    int requiredInt(String name, int least) {
        long number = requiredWhole(name, least);
        if (number > Integer.MAX_VALUE) {
            refuse(name, "must be at most " + Integer.MAX_VALUE);
            return least;
        }
        return (int) number;
    }

    @Nullable
    SessionId session(String name) {
        UUID id = uuid(name);
        return id == null ? null : new SessionId(id);
    }

    @Nullable
    MessageId message(String name) {
        UUID id = uuid(name);
        return id == null ? null : new MessageId(id);
    }

    @Nullable
    String object(String name) {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Nested(String json)) {
            return json;
        }
        refuse(name, "must be an object");
        return null;
    }

    void checkTimestamp(String name) {
        String text = text(name);
        if (text == null) {
            return;
        }
        try {
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text);
        } catch (DateTimeException e) {
            refuse(name, "must be a time as in RFC 3339, like 2024-01-01T12:00:00Z");
        }
    }

    /** An id the client chose. */
    @Nullable
    String clientId(String name) {
        String text = text(name);
        if (text == null || isClientId(text)) {
            return text;
        }
        refuse(name, "must have 1 to " + ClientMessageId.LONGEST + " printable characters");
        return null;
    }

    /** What the client calls this frame, as far as that can be repeated to it. Breaks no rule. */
    ClientFrame.Reference reference() {
        return new ClientFrame.Reference(repeatable("client_message_id"), repeatable("client_command_id"));
    }

    private @Nullable String repeatable(String name) {
        return values.get(name) instanceof Value.Text(String text) && isClientId(text) ? text : null;
    }

    private static boolean isClientId(String text) {
        try {
            return !new ClientMessageId(text).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean required(String name) {
        if (!has(name)) {
            refuse(name, "is missing");
        }
        return has(name);
    }

    private @Nullable UUID uuid(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        UUID id = uuidOf(text);
        if (id == null) {
            refuse(name, "must be a UUID");
        }
        return id;
    }

    /** A UUID in its one usual form; null for anything else. */
    static @Nullable UUID uuidOf(String text) {
        return CANONICAL_UUID.matcher(text).matches() ? UUID.fromString(text) : null;
    }
}
