package dev.parley.domain.session;

/**
 * What the host page told about where a session takes place. Shown to the model as data, never as instructions.
 *
 * @param text 1 to 8,000 code points, plain text or JSON
 */
public record SessionContext(String text) {

    /** The longest context, in code points. */
    public static final int LONGEST = 8_000;

    /** Refuses empty and over-long contexts. */
    public SessionContext {
        if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
            throw new IllegalArgumentException("context must have 1 to 8000 characters and not be blank");
        }
        if (text.indexOf('\0') >= 0 || text.codePoints().anyMatch(SessionContext::isHalfCharacter)) {
            throw new IllegalArgumentException("context must not hold NUL or half characters");
        }
    }

    private static boolean isHalfCharacter(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }
}
