package dev.parley.domain.text;

/** Questions about characters that several rules ask. Pure. */
public final class Characters {

    private Characters() {}

    /** Whether nothing in it can be seen: no character, or only white space and characters that show nothing. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(Characters::isInvisible);
    }

    /** Whether it is ASCII and nothing else, so that its letters have one other case each. */
    public static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    /** How many code points it has. */
    public static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether a code point of a string is half a surrogate pair, the other half being missing. */
    public static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Whether a half surrogate pair is in it. */
    public static boolean hasHalf(String text) {
        return text.codePoints().anyMatch(Characters::isHalf);
    }

    /** Whether something in it can't stand in a line: a control character, a line separator or a half surrogate pair. */
    public static boolean hasUnprintable(String text) {
        return text.codePoints().anyMatch(Characters::isUnprintable);
    }

    /**
     * Whether a code point shows nothing by itself and takes no room: marks for direction, joiners, zero-width blanks,
     * fillers, variation selectors.
     */
    public static boolean isIgnorable(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0 -> true;
            default -> Character.getType(codePoint) == Character.FORMAT || isVariationSelector(codePoint);
        };
    }

    /** Whether a code point chooses among the shapes of the one before it. */
    public static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    /** Whether a code point can't stand in a line: a control character, a line separator or half a surrogate pair. */
    public static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || isIgnorable(codePoint);
    }
}
