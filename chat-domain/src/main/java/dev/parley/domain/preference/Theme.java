package dev.parley.domain.preference;

/** Which colours somebody sees. */
public enum Theme {
    /** As the device is set. */
    SYSTEM,
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK;

    /**
     * The theme with a name in lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Theme named(String name) {
        return switch (name) {
            case "system" -> SYSTEM;
            case "light" -> LIGHT;
            case "dark" -> DARK;
            default -> throw new IllegalArgumentException("must be system, light or dark");
        };
    }
}
