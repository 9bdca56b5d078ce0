package dev.parley.domain.text;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Where words begin and end, as far as that can be seen without a dictionary. Pure. */
public final class Words {

    /** Scripts that are written without a break between words, or with endings that none separates from their word. */
    private static final Set<UnicodeScript> WITHOUT_BREAKS = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Words() {}

    /** Whether two code points that stand side by side belong to one word for certain. */
    public static boolean join(int left, int right) {
        return isOfAWord(left) && isOfAWord(right);
    }

    /** Whether a code point is part of a word of a script that shows where words end. */
    public static boolean isOfAWord(int codePoint) {
        if (codePoint < 0x80) {
            return Character.isLetterOrDigit(codePoint);
        }
        return (Character.isLetterOrDigit(codePoint) || isMark(codePoint))
                && !WITHOUT_BREAKS.contains(UnicodeScript.of(codePoint));
    }

    /** Whether a code point belongs to the letter before it. */
    public static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
