package dev.parley.domain.text;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * The one rule for names that people choose and others read: titles, people's names. Characters that show nothing are
 * dropped, since with them a name can look like another one, or turn around what stands beside it: direction marks and
 * overrides, zero-width characters, fillers. They stay only where a script or an emoji is not itself without them. In
 * the texts of messages all of them are allowed. Pure.
 */
public final class NameText {

    private static final int NOTHING = -1;
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;

    /** Scripts whose letters are written in another way with a joiner or non-joiner between them. */
    private static final Set<UnicodeScript> JOINING = Set.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.MONGOLIAN);

    private NameText() {}

    /** The text without the characters that show nothing. May be empty. Control characters are left as they are. */
    public static String withoutTricks(String text) {
        if (text.codePoints().noneMatch(Characters::isIgnorable)) {
            return text;
        }
        int[] all = text.codePoints().toArray();
        var kept = new StringBuilder(text.length());
        int before = NOTHING;
        for (int i = 0; i < all.length; i++) {
            int after = i + 1 < all.length ? all[i + 1] : NOTHING;
            if (!Characters.isIgnorable(all[i]) || hasAJob(before, all[i], after)) {
                kept.appendCodePoint(all[i]);
                before = all[i];
            }
        }
        return kept.toString();
    }

    /**
     * The same on one line: what would break it becomes a space, and there is none at either end.
     *
     * @param longest in code points; what is longer is cut
     * @return may be empty
     */
    public static String onOneLine(String text, int longest) {
        String visible = withoutTricks(text)
                .codePoints()
                .map(character -> Characters.isUnprintable(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        int length = Math.min(longest, Characters.count(visible));
        return visible.substring(0, visible.offsetByCodePoints(0, length)).strip();
    }

    private static boolean hasAJob(int before, int character, int after) {
        if (before == NOTHING) {
            return false;
        }
        return switch (character) {
            case JOINER -> joinsEmoji(before, after) || joinsLetters(before, after);
            case NON_JOINER -> joinsLetters(before, after);
            default -> Characters.isVariationSelector(character) && hasVariants(before);
        };
    }

    private static boolean joinsEmoji(int before, int after) {
        return after != NOTHING && isSymbol(after) && (isSymbol(before) || Characters.isVariationSelector(before));
    }

    private static boolean joinsLetters(int before, int after) {
        return after != NOTHING
                && JOINING.contains(UnicodeScript.of(before))
                && JOINING.contains(UnicodeScript.of(after));
    }

    private static boolean hasVariants(int character) {
        return isSymbol(character)
                || Character.isIdeographic(character)
                || (character >= '0' && character <= '9')
                || character == '#'
                || character == '*';
    }

    private static boolean isSymbol(int character) {
        return switch (Character.getType(character)) {
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL, Character.MATH_SYMBOL -> true;
            default -> false;
        };
    }
}
