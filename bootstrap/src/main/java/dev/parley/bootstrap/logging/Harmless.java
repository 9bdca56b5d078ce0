package dev.parley.bootstrap.logging;

import java.util.function.IntPredicate;

/**
 * Shows what a reader of the log, a terminal or a program must not obey: control characters, ANSI escapes among them,
 * line and paragraph separators, direction marks and other characters that show nothing, and half surrogate pairs are
 * written as {@code \}{@code uXXXX}. Whoever can choose a part of what is logged can so neither forge a line nor hide one.
 */
final class Harmless {

    private Harmless() {}

    /** The text on one line. */
    static String line(String text) {
        return shown(text, codePoint -> false);
    }

    /** The text with its line feeds and tabs, for where these can't be mistaken for the end of what is logged. */
    static String lines(String text) {
        return shown(text, codePoint -> codePoint == '\n' || codePoint == '\t');
    }

    private static String shown(String text, IntPredicate allowed) {
        if (text.codePoints().allMatch(codePoint -> allowed.test(codePoint) || !isTrouble(codePoint))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (allowed.test(codePoint) || !isTrouble(codePoint)) {
                shown.appendCodePoint(codePoint);
            } else {
                for (char unit : Character.toChars(codePoint)) {
                    shown.append(String.format("\\u%04X", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isTrouble(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
