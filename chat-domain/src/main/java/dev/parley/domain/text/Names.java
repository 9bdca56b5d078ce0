package dev.parley.domain.text;

/** The one rule for names that become parts of keys: 1 to 64 characters of {@code a-z 0-9 . _ -}. */
public final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    /** Whether it is such a name. */
    public static boolean isName(String value) {
        return !value.isEmpty() && value.length() <= LONGEST && value.chars().allMatch(Names::isNameCharacter);
    }

    private static boolean isNameCharacter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '_'
                || character == '-';
    }
}
