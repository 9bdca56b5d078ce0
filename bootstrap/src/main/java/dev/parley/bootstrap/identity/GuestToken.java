package dev.parley.bootstrap.identity;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.text.NameText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor's token says, one thing a line.
 *
 * @param tenant whose visitor
 * @param user who
 * @param issued when, in seconds
 * @param locale a BCP 47 tag
 * @param name what to call the visitor; null if unknown
 */
record GuestToken(
        TenantId tenant,
        UserId user,
        Instant issued,
        String locale,
        @Nullable String name) {

    private static final String KIND = "guest-1";
    private static final int LONGEST_NAME = 64;
    private static final String UNKNOWN_LOCALE = "en";

    GuestToken {
        requireNonNull(tenant, "tenant");
        requireNonNull(user, "user");
        requireNonNull(issued, "issued");
        requireNonNull(locale, "locale");
    }

    /** Takes what a visitor says about itself: an odd locale becomes {@code en}, a name is cut and cleaned. */
    static GuestToken of(TenantId tenant, UserId user, Instant now, String locale, @Nullable String name) {
        return new GuestToken(tenant, user, Instant.ofEpochSecond(now.getEpochSecond()), localeOf(locale), clean(name));
    }

    /** The tag itself, or {@code en} if it is odd. */
    static String localeOf(String tag) {
        return tag.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}") ? tag : UNKNOWN_LOCALE;
    }

    /** A name without what can't be seen, cut to its longest; null if nothing is left. */
    static @Nullable String clean(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String shown = NameText.onOneLine(name, LONGEST_NAME);
        return shown.isEmpty() ? null : shown;
    }

    String text() {
        return String.join(
                "\n",
                KIND,
                tenant.value(),
                user.value(),
                Long.toString(issued.getEpochSecond()),
                locale,
                name == null ? "" : name);
    }

    /** Reads what {@link #text} wrote; empty if it is anything else. */
    static Optional<GuestToken> parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 6 || !lines.getFirst().equals(KIND)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GuestToken(
                    new TenantId(lines.get(1)),
                    new UserId(lines.get(2)),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(3))),
                    lines.get(4),
                    lines.get(5).isEmpty() ? null : lines.get(5)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // signed by us for something else
        }
    }
}
