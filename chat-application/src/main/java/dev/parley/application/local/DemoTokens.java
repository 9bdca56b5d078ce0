package dev.parley.application.local;

import org.jspecify.annotations.Nullable;

/** Cuts an answer into tokens of at most six characters that end where a word ends, and never inside a character. */
final class DemoTokens {

    private static final int LONGEST = 6;

    private final String text;
    private final int most;
    private int position;
    private int given;

    DemoTokens(String text, int most) {
        this.text = text;
        this.most = most;
    }

    /** The next token; null if the answer is over or so many tokens were given as are allowed. */
    @Nullable
    String next() {
        if (given == most || position == text.length()) {
            return null;
        }
        int from = position;
        position = end(from);
        given++;
        return text.substring(from, position);
    }

    /** Whether the whole answer was given. */
    boolean whole() {
        return position == text.length();
    }

    int given() {
        return given;
    }

    /** A word's part with the blanks after it. */
    private int end(int from) {
        int to = from;
        int characters = 0;
        boolean blank = false;
        while (to < text.length() && characters < LONGEST) {
            int character = text.codePointAt(to);
            if (blank && !Character.isWhitespace(character)) {
                return to;
            }
            blank = Character.isWhitespace(character);
            to += Character.charCount(character);
            characters++;
        }
        return to;
    }
}
