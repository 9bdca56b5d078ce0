package dev.parley.domain.message;

import dev.parley.domain.text.Characters;

/**
 * What the sender calls its message, so that a resend is recognised for ever. Unique for session and author.
 *
 * @param value 1 to 64 UTF-16 units, no control characters or lone surrogates; compared exactly
 */
public record ClientMessageId(String value) {

    /** The longest id, in UTF-16 units. */
    public static final int LONGEST = 64;

    /** Refuses empty, over-long and unprintable ids. */
    public ClientMessageId {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException("a client's id must have 1 to 64 characters");
        }
        if (Characters.hasUnprintable(value)) {
            throw new IllegalArgumentException("a client's id must not hold control characters or half characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
