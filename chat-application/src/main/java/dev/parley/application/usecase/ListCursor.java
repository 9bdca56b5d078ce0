package dev.parley.application.usecase;

import dev.parley.application.port.out.SessionStore;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a place in a list as an opaque text that clients hand back. Bound to the sort it was made for. */
final class ListCursor {

    private static final String SEPARATOR = "\n";

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private ListCursor() {}

    static String write(SessionStore.Sort sort, SessionStore.Cursor cursor) {
        Instant time = cursor.time();
        String title = cursor.title();
        String text = String.join(
                SEPARATOR,
                sort.name().toLowerCase(Locale.ROOT),
                cursor.id(),
                time == null ? "" : Long.toString(time.toEpochMilli()),
                title == null ? "" : "=" + title);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Field<SessionStore.Cursor> parse(SessionStore.Sort sort, @Nullable String text) {
        return Field.read("after", text, given -> parsed(sort, given));
    }

    private static SessionStore.Cursor parsed(SessionStore.Sort sort, String text) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length != 4 || !parts[0].equals(sort.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("not of this list");
            }
            boolean byTitle = sort == SessionStore.Sort.TITLE;
            return new SessionStore.Cursor(
                    byTitle ? null : time(parts[2]),
                    parts[3].isEmpty() ? null : parts[3].substring(1),
                    UUID.fromString(parts[1]).toString());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("must be a cursor that a page of this list gave", e);
        }
    }

    private static Instant time(String millis) {
        Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("not a time a store can hold");
        }
        return time;
    }
}
