package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The log.
 *
 * @param level how much
 * @param format what it looks like
 * @param slow from what duration on an operation is told of; zero for never
 * @param file where it goes; null for standard output
 * @param rotation what becomes of the file
 * @param messageText whether it shows what people and models say
 */
public record LogSettings(
        LogLevel level,
        LogFormat format,
        Duration slow,
        @Nullable Path file,
        Rotation rotation,
        boolean messageText) {

    /** Refuses nulls where none are allowed. */
    public LogSettings {
        requireNonNull(level, "level");
        requireNonNull(format, "format");
        requireNonNull(slow, "slow");
        requireNonNull(rotation, "rotation");
    }

    /** On standard output, with what is documented. */
    public static LogSettings console(LogLevel level, LogFormat format) {
        return new LogSettings(level, format, Duration.ofSeconds(1), null, Rotation.STANDARD, false);
    }

    /**
     * What becomes of the log's file.
     *
     * @param fileMegabytes how large it gets before the next is begun
     * @param days how long old ones are kept
     * @param totalMegabytes how much all old ones may take
     */
    public record Rotation(int fileMegabytes, int days, int totalMegabytes) {

        /** As documented. */
        public static final Rotation STANDARD = new Rotation(100, 14, 1_000);
    }
}
