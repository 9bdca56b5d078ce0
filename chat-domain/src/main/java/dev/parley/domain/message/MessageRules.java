package dev.parley.domain.message;

import dev.parley.domain.text.Characters;
import java.util.Optional;

/**
 * What a user's text must be like.
 *
 * @param longest in code points, at least 1
 */
public record MessageRules(int longest) {

    /** At most 4,000 code points. */
    public static final MessageRules STANDARD = new MessageRules(4_000);

    /** Refuses what is below 1. */
    public MessageRules {
        if (longest < 1) {
            throw new IllegalArgumentException("longest must be at least 1, was " + longest);
        }
    }

    /**
     * Checks a text: something to see in it, not too long, no control characters but tab, LF and CR, no half surrogate
     * pairs. The first rule that is broken, in this order; empty if the text is good.
     */
    public Optional<Violation> check(String text) {
        if (Characters.isBlank(text)) {
            return Optional.of(new Violation.Blank());
        }
        int length = Characters.count(text);
        if (length > longest) {
            return Optional.of(new Violation.TooLong(length, longest));
        }
        return firstNotText(text);
    }

    private static Optional<Violation> firstNotText(String text) {
        int index = 0;
        while (index < text.length()) {
            int codePoint = text.codePointAt(index);
            if (!isText(codePoint)) {
                return Optional.of(new Violation.NotText(index, codePoint));
            }
            index += Character.charCount(codePoint);
        }
        return Optional.empty();
    }

    private static boolean isText(int codePoint) {
        return switch (codePoint) {
            case '\t', '\n', '\r' -> true;
            default -> !Character.isISOControl(codePoint) && !Characters.isHalf(codePoint);
        };
    }

    /** What is wrong with a text. */
    public sealed interface Violation {

        /** The rule that was broken, in one sentence with its limit. Never holds any of the text. */
        String rule();

        /** Nothing that could be seen. */
        record Blank() implements Violation {

            @Override
            public String rule() {
                return "A message must not be blank.";
            }
        }

        /**
         * Too many code points.
         *
         * @param length how many it has
         * @param longest how many were allowed
         */
        record TooLong(int length, int longest) implements Violation {

            @Override
            public String rule() {
                return "A message has at most " + longest + " characters; this one has " + length + ".";
            }
        }

        /**
         * A character that is not text.
         *
         * @param index where it is, in UTF-16 units from 0
         * @param codePoint which one
         */
        record NotText(int index, int codePoint) implements Violation {

            @Override
            public String rule() {
                return "A message holds no control characters but tab, LF and CR and no half characters; U+%04X at index %d is one."
                        .formatted(codePoint, index);
            }
        }
    }
}
