package dev.parley.adapter.websocket;

import java.util.Arrays;
import java.util.List;

/** The little of HTTP's grammar that is needed before an upgrade. */
final class HttpText {

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private HttpText() {}

    /** Whether a text is a token as RFC 9110 has it. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(HttpText::isTokenCharacter);
    }

    /** The elements of a list header, trimmed, without empty ones. */
    static List<String> elements(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static boolean isTokenCharacter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || TOKEN_MARKS.indexOf(character) >= 0;
    }
}
