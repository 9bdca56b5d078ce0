package dev.parley.domain.session;

import dev.parley.domain.text.Characters;

/**
 * What the host page told about where a session takes place. Shown to the model as data, never as instructions.
 *
 * @param text 1 to 8,000 code points, plain text or JSON
 */
public record SessionContext(String text) {

    /** The longest context, in code points. */
    public static final int LONGEST = 8_000;

    /** Refuses empty and over-long contexts. */
    public SessionContext {
        if (Characters.isBlank(text) || Characters.count(text) > LONGEST) {
            throw new IllegalArgumentException("context must have 1 to 8000 characters and not be blank");
        }
        if (text.indexOf('\0') >= 0 || Characters.hasHalf(text)) {
            throw new IllegalArgumentException("context must not hold NUL or half characters");
        }
    }
}
