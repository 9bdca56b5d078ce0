package dev.parley.domain.reply;

/**
 * Makes whole characters of text that comes in pieces: a half surrogate pair at the end of a piece waits for its other
 * half, and one that never gets it becomes U+FFFD.
 */
final class WholeCharacters {

    private static final char REPLACEMENT = '\uFFFD';
    private static final char NONE = 0;

    /** A high surrogate whose other half may come; else {@link #NONE}. */
    private char waiting = NONE;

    /** What is whole by now. */
    String accept(String piece) {
        if (waiting == NONE && piece.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return piece;
        }
        StringBuilder whole = new StringBuilder(piece.length() + 1);
        for (int i = 0; i < piece.length(); i++) {
            add(piece.charAt(i), whole);
        }
        return whole.toString();
    }

    /** Nothing more will come. */
    String finish() {
        return waiting == NONE ? "" : String.valueOf(REPLACEMENT);
    }

    private void add(char unit, StringBuilder whole) {
        if (waiting != NONE && Character.isLowSurrogate(unit)) {
            whole.append(waiting).append(unit);
            waiting = NONE;
            return;
        }
        if (waiting != NONE) {
            whole.append(REPLACEMENT);
            waiting = NONE;
        }
        if (Character.isHighSurrogate(unit)) {
            waiting = unit;
        } else {
            whole.append(Character.isLowSurrogate(unit) ? REPLACEMENT : unit);
        }
    }
}
