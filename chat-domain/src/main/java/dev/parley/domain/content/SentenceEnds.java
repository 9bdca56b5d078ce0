package dev.parley.domain.content;

/**
 * Tells where sentences end, reading a text unit by unit: at the end of a line; after 。！？; and before white space that
 * follows . ! ? or … and the quotes and brackets that close with them. So none ends within 3.5 or a@b.example.
 */
final class SentenceEnds {

    private static final String CLOSING = "\"')]}*_`»”’";

    private boolean said;

    /** Whether a sentence ended before this unit, the next one. */
    boolean endsBefore(char unit) {
        return said && (Character.isWhitespace(unit) || Character.isSpaceChar(unit));
    }

    /** Reads the unit. Whether a sentence ends with it. */
    boolean endsWith(char unit) {
        said = switch (unit) {
            case '.', '!', '?', '…' -> true;
            default -> said && CLOSING.indexOf(unit) >= 0;
        };
        return switch (unit) {
            case '\n', '。', '！', '？', '｡' -> true;
            default -> false;
        };
    }
}
