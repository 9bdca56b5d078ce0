package dev.parley.domain.text;

import static java.util.Objects.requireNonNull;

/**
 * A text nobody may see by accident: a password, a key, a token. The one type for all of them.
 *
 * @param value the text itself, for whoever must send it on
 */
public record Secret(String value) {

    /** What is shown instead. */
    public static final String HIDDEN = "***";

    /** Nothing secret, such as the password of who has none. */
    public static final Secret NONE = new Secret("");

    /** Refuses null. */
    public Secret {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
