package dev.parley.adapter.mssql;

import org.jspecify.annotations.Nullable;

/**
 * What titles are sorted by, in plain order of characters on every engine: letters of either case together, then by
 * themselves, untitled sessions last. Titles hold no control characters, so one can part the two halves.
 */
final class TitleKey {

    private static final String UNTITLED = "1";

    private TitleKey() {}

    static String of(@Nullable String title) {
        return title == null ? UNTITLED : "0" + inOneCase(title) + '\u0001' + title;
    }

    /** As {@link String#CASE_INSENSITIVE_ORDER} sees it: character by character, never longer than before. */
    private static String inOneCase(String title) {
        StringBuilder folded = new StringBuilder(title.length());
        title.codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
