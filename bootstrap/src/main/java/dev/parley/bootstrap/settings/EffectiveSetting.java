package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A value as it counts.
 *
 * @param key which key
 * @param value as it may be shown: secrets hidden; null if it has none
 * @param origin where it comes from
 */
public record EffectiveSetting(String key, @Nullable String value, Origin origin) {

    /** Refuses nulls where none are allowed. */
    public EffectiveSetting {
        requireNonNull(key, "key");
        requireNonNull(origin, "origin");
    }
}
