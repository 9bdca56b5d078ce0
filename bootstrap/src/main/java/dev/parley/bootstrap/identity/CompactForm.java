package dev.parley.bootstrap.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The one form of a signed token: three parts in base64url, without padding, blanks, or bits that mean nothing. The library
 * that verifies signatures reads other forms of the same bytes, too: with them one token would be many texts.
 */
final class CompactForm {

    private static final Pattern THREE_PARTS = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private CompactForm() {}

    static boolean isOf(String token) {
        return THREE_PARTS.matcher(token).matches()
                && Arrays.stream(token.split("\\.")).allMatch(CompactForm::isBase64);
    }

    private static boolean isBase64(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException e) {
            return false; // a letter too few
        }
    }
}
