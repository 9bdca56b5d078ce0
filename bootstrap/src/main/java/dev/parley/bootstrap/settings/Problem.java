package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with the configuration.
 *
 * @param key which key, or which file
 * @param value what was found, secrets hidden; null if there is nothing to show
 * @param rule what is allowed, or what to do, in a few words
 * @param origin where it was found; null if nowhere
 */
public record Problem(
        String key,
        @Nullable String value,
        String rule,
        @Nullable Origin origin) {

    /** Refuses nulls where none are allowed. */
    public Problem {
        requireNonNull(key, "key");
        requireNonNull(rule, "rule");
    }

    @Override
    public String toString() {
        String found = value == null ? "" : " '" + value + "'";
        String where = origin == null ? "" : " (" + origin + ")";
        return key + found + where + ": " + rule;
    }
}
