package dev.parley.domain.search;

import dev.parley.domain.text.Characters;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody looks for: words and phrases, of which a text must hold all. In any case (A or a), also within longer
 * words, so that scripts without blanks between words need no rule of their own.
 *
 * @param parts 1 to 8, none blank, as they were written
 */
public record SearchWords(List<String> parts) {

    /** The longest text that is read, in UTF-16 units. */
    public static final int LONGEST = 200;

    /** The most words and phrases. */
    public static final int MOST = 8;

    private static final String QUOTES = "\"“”„";

    /** Copies the list; refuses what can't be looked for. */
    public SearchWords {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MOST || parts.stream().anyMatch(Characters::isBlank)) {
            throw new IllegalArgumentException("must have 1 to 8 words and phrases");
        }
    }

    /**
     * Reads what somebody wrote: words with blanks between, and phrases in double quotation marks. A phrase that is not
     * closed goes on to the end.
     *
     * @throws IllegalArgumentException if it breaks a rule
     */
    public static SearchWords parse(String written) {
        if (Characters.isBlank(written) || written.length() > LONGEST) {
            throw new IllegalArgumentException("must have 1 to 200 characters and not be blank");
        }
        if (Characters.hasUnprintable(written)) {
            throw new IllegalArgumentException("must not hold control characters or half characters");
        }
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < written.length(); i++) {
            char character = written.charAt(i);
            if (QUOTES.indexOf(character) >= 0) {
                take(part, parts);
                quoted = !quoted;
            } else if (!quoted && (Character.isWhitespace(character) || Character.isSpaceChar(character))) {
                take(part, parts);
            } else {
                part.append(character);
            }
        }
        take(part, parts);
        return new SearchWords(parts);
    }

    private static void take(StringBuilder part, List<String> parts) {
        String taken = part.toString().strip();
        if (!Characters.isBlank(taken)) {
            parts.add(taken);
        }
        part.setLength(0);
    }

    /** Whether a text holds all of them. */
    public boolean areIn(String text) {
        String folded = folded(text);
        return parts.stream().allMatch(part -> folded.contains(folded(part)));
    }

    /** The text in one case, unit for unit, so that places in one are places in the other. */
    static String folded(String text) {
        var folded = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            int upper = Character.toUpperCase(codePoint);
            folded.appendCodePoint(Character.charCount(upper) == Character.charCount(codePoint) ? upper : codePoint);
        });
        return folded.toString();
    }
}
