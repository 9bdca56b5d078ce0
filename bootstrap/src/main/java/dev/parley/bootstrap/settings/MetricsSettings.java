package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Figures for operators.
 *
 * @param enabled whether anything is measured
 * @param networks from where they may be read
 * @param token who shows it may read them from anywhere; null if that gives no right
 */
public record MetricsSettings(
        boolean enabled, Networks networks, @Nullable Secret token) {

    /** Refuses nulls where none are allowed. */
    public MetricsSettings {
        requireNonNull(networks, "networks");
    }
}
