package dev.parley.domain.preference;

/** How replies appear while they are written. */
public enum TypingSpeed {
    /** As they come. */
    OFF,
    /** As if somebody typed them. */
    NORMAL,
    /** As if somebody typed them in a hurry. */
    FAST;

    /**
     * The speed with a name in lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TypingSpeed named(String name) {
        return switch (name) {
            case "off" -> OFF;
            case "normal" -> NORMAL;
            case "fast" -> FAST;
            default -> throw new IllegalArgumentException("must be off, normal or fast");
        };
    }
}
