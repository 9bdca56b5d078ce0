package dev.parley.domain.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Proves that a text arrived whole. */
public final class TextDigest {

    private TextDigest() {}

    /**
     * SHA-256 of the UTF-8 bytes, in 64 digits of lower-case hexadecimal.
     *
     * @param text without half surrogate pairs, for those have no bytes of their own in UTF-8
     */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
