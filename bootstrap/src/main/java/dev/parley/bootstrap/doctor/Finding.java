package dev.parley.bootstrap.doctor;

import static java.util.Objects.requireNonNull;

/**
 * What a check found.
 *
 * @param level how bad it is
 * @param subject what was looked at, in a word
 * @param text what was found, and what to do if something is to be done
 */
public record Finding(Level level, String subject, String text) {

    /** Refuses null. */
    public Finding {
        requireNonNull(level, "level");
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
    }

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** The server works, but somebody should look at it. */
        WARN,
        /** The server does not work, or not as configured. */
        FAIL
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text);
    }

    static Finding warn(String subject, String text) {
        return new Finding(Level.WARN, subject, text);
    }

    static Finding fail(String subject, String text) {
        return new Finding(Level.FAIL, subject, text);
    }
}
