package dev.parley.adapter.rest;

import dev.parley.application.port.in.ReadSessions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. Ranges are the use cases' matter; here it is only told what is no number at all. */
final class Parameters {

    private static final int USUAL_LIMIT = 20;

    private Parameters() {}

    static int limit(@Nullable String text) {
        if (text == null) {
            return USUAL_LIMIT;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RefusedException.field("limit", "must be a number from 1 to 100");
        }
    }

    static @Nullable Long position(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw RefusedException.field(name, "must be a position, at least 1");
        }
    }

    /** A time in RFC 3339. */
    static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw RefusedException.field(name, "must be a time as in RFC 3339, like 2030-01-01T12:00:00Z");
        }
    }

    static @Nullable Boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedException.field(name, "must be true or false");
        };
    }

    static ReadSessions.Sort sort(@Nullable String text) {
        for (ReadSessions.Sort sort : ReadSessions.Sort.values()) {
            if (sort.name().toLowerCase(Locale.ROOT).equals(text)) {
                return sort;
            }
        }
        if (text == null) {
            return ReadSessions.Sort.ACTIVITY;
        }
        throw RefusedException.field("sort", "must be activity, created or title");
    }

    /** Whether the messages are asked for too. */
    static boolean includesMessages(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "messages" -> true;
            default -> throw RefusedException.field("include", "must be messages");
        };
    }
}
