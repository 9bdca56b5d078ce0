package dev.parley.domain.identity;

/** The one rule for names that become parts of keys. */
final class Names {

    private static final int LONGEST = 64;

    private Names() {}

    static boolean isName(String value) {
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
