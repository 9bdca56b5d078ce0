package dev.parley.domain.session;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.Turn;
import dev.parley.domain.text.Characters;

/**
 * What the older part of a session came to, in the model's words. Visible to the user.
 *
 * @param text not blank
 * @param upTo the last turn that is folded into it
 */
public record Summary(String text, Turn upTo) {

    /** Refuses blank texts. */
    public Summary {
        requireNonNull(upTo, "upTo");
        if (Characters.isBlank(text)) {
            throw new IllegalArgumentException("summary must not be blank");
        }
    }
}
