package dev.parley.application.local;

import dev.parley.domain.text.Characters;
import dev.parley.domain.text.Words;
import java.text.Normalizer;
import java.util.Locale;

/**
 * One spelling for texts that read the same: compatibility forms (full width, ligatures, circled letters) and composed
 * accents as Unicode's NFKC has them, no characters that show nothing, no difference between upper and lower case, one
 * space for any white space.
 */
final class PlainSpelling {

    private static final char SPACE = ' ';

    /** More marks on one letter are no writing; sorting very many of them would take very long. */
    private static final int MOST_MARKS = 30;

    private PlainSpelling() {}

    static String of(String text) {
        String composed = Normalizer.normalize(visible(text), Normalizer.Form.NFKC);
        return Normalizer.normalize(composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static String visible(String text) {
        var visible = new StringBuilder(text.length());
        int marks = 0;
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            index += Character.charCount(character);
            marks = Words.isMark(character) ? marks + 1 : 0;
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                addSpace(visible);
            } else if (marks <= MOST_MARKS && isVisible(character)) {
                visible.appendCodePoint(character);
            }
        }
        return visible.toString();
    }

    private static void addSpace(StringBuilder visible) {
        if (!visible.isEmpty() && visible.charAt(visible.length() - 1) != SPACE) {
            visible.append(SPACE);
        }
    }

    private static boolean isVisible(int character) {
        return !Characters.isIgnorable(character) && !Character.isISOControl(character);
    }
}
