package dev.parley.application.usecase;

/** The bound on what clients may attach. That it is a JSON object was checked where it was parsed. */
final class Metadata {

    static final int LONGEST = 16_000;

    private Metadata() {}

    static String checked(String json) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException("metadata must have at most " + LONGEST + " characters");
        }
        return json;
    }
}
