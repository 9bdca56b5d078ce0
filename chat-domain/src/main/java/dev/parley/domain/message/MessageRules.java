package dev.parley.domain.message;

import java.util.Optional;

/**
 * What a user's text must be like.
 *
 * @param longest in code points
 */
public record MessageRules(int longest) {

    /** At most 4,000 code points. */
    public static final MessageRules STANDARD = new MessageRules(4_000);

    /** Checks a text: not blank, not too long, no control characters but tab, LF and CR, no half surrogate pairs. */
    public Optional<Violation> check(String text) {
        throw new IllegalStateException("being written");
    }

    /** What is wrong with a text, with the rule in words. */
    public sealed interface Violation {

        /** The rule that was broken, in one sentence. */
        String rule();

        /** Nothing but white space. */
        record Blank(String rule) implements Violation {}

        /** Too many code points. */
        record TooLong(String rule) implements Violation {}

        /** A character that is not text. */
        record NotText(String rule) implements Violation {}
    }
}
