package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

/**
 * The log.
 *
 * @param level how much
 * @param format what it looks like
 */
public record LogSettings(LogLevel level, LogFormat format) {

    /** Refuses nulls. */
    public LogSettings {
        requireNonNull(level, "level");
        requireNonNull(format, "format");
    }
}
