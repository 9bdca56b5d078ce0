package dev.parley.adapter.llm;

import java.util.Locale;

/**
 * What a provider says is wrong. Its words are for recognising only: some providers repeat keys and prompts in them.
 *
 * @param code the provider's code, or a status; may be empty
 * @param type the provider's kind of error; may be empty
 * @param parameter which field of the request it is about; may be empty
 * @param text all that it said, in lower case
 */
record ProviderError(String code, String type, String parameter, String text) {

    /** Nothing understandable. */
    static final ProviderError UNKNOWN = new ProviderError("", "", "", "");

    /** Lowers the text. */
    ProviderError {
        text = text.toLowerCase(Locale.ROOT);
    }

    ProviderError withText(String all) {
        return new ProviderError(code, type, parameter, all);
    }

    /** The code as an HTTP status from 400 to 599; 0 if it is none. */
    int status() {
        boolean status = code.length() == 3 && (code.charAt(0) == '4' || code.charAt(0) == '5');
        return status && code.chars().allMatch(Character::isDigit) ? Integer.parseInt(code) : 0;
    }

    /** Whether it is about this field of the request. */
    boolean names(String field) {
        return parameter.equals(field) || text.contains(field);
    }

    boolean saysAnyOf(String... words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
