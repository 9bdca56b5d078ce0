package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

/**
 * A value nobody may see by accident.
 *
 * @param value the value itself, for whoever must send it on
 */
public record Secret(String value) {

    /** What is shown instead. */
    static final String HIDDEN = "***";

    /** Refuses null. */
    public Secret {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
