package dev.parley.domain.content;

import dev.parley.domain.text.Words;

/**
 * A text as the recognisers look at it. Full-width characters, digits of all scripts, spaces and dashes of all kinds look
 * like those of ASCII. It notices whether somebody looked beyond its end: what was then decided may be decided otherwise
 * when there is more text.
 */
final class Sight {

    /** What there is before the beginning and after the end. No recogniser takes it for anything. */
    static final char NOTHING = 0;

    private static final int NOT_YET = -1;
    private static final int NEVER = -2;

    /** How far the full-width forms of ASCII are from ASCII. */
    private static final int WIDER_BY = 0xFEE0;

    private final CharSequence text;
    private boolean lookedBeyond;
    private int runStart;
    private int runEnd;
    private int runFirst;

    Sight(CharSequence text) {
        this.text = text;
    }

    char at(int index) {
        if (index >= text.length()) {
            lookedBeyond = true;
            return NOTHING;
        }
        return index < 0 ? NOTHING : plain(text.charAt(index));
    }

    /** Whether somebody looked beyond the end since it was last asked to forget that. */
    boolean lookedBeyond() {
        return lookedBeyond;
    }

    void forgetLooks() {
        lookedBeyond = false;
    }

    boolean isDigit(int index) {
        char unit = at(index);
        return unit >= '0' && unit <= '9';
    }

    /** Whether a number or word may begin here: nothing that would make it a part of something longer stands before. */
    boolean opens(int index) {
        char before = at(index - 1);
        return switch (before) {
            case '_' -> false;
            case '-' -> !isOfAWord(index - 2);
            case '.' -> !isDigit(index - 2);
            default -> !isOfAWord(index - 1);
        };
    }

    /** Whether a number or word may end before this index. */
    boolean closes(int index) {
        char after = at(index);
        return switch (after) {
            case '_' -> false;
            case '-' -> !isOfAWord(index + 1);
            case '.', ':' -> !isDigit(index + 1);
            default -> !isOfAWord(index);
        };
    }

    private boolean isOfAWord(int index) {
        return Words.isOfAWord(at(index));
    }

    /** Where the run of characters of an address' local part ends that this index is in. Looks at each run once. */
    int addressRunEnd(int index) {
        if (index < runStart || index >= runEnd) {
            readRun(index);
        }
        return runEnd;
    }

    /** Whether the first letter or digit of such a run stands here. */
    boolean beginsAddressRun(int index) {
        return addressRunEnd(index) > index && runFirst == index;
    }

    private void readRun(int index) {
        boolean fromItsStart = index == 0 || !EmailAddress.isLocal(plain(text.charAt(index - 1)));
        runStart = index;
        runEnd = index;
        runFirst = fromItsStart ? NOT_YET : NEVER;
        while (runEnd < text.length() && EmailAddress.isLocal(plain(text.charAt(runEnd)))) {
            if (runFirst == NOT_YET && Words.isOfAWord(plain(text.charAt(runEnd)))) {
                runFirst = runEnd;
            }
            runEnd++;
        }
    }

    private static char plain(char unit) {
        if (unit < 0x80) {
            return unit;
        }
        if (unit > 0xFF00 && unit < 0xFF5F) {
            return (char) (unit - WIDER_BY);
        }
        return switch (Character.getType(unit)) {
            case Character.SPACE_SEPARATOR -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(unit, 10));
            case Character.MATH_SYMBOL -> unit == '\u2212' ? '-' : unit;
            default -> unit;
        };
    }
}
