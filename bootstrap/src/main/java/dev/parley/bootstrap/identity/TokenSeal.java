package dev.parley.bootstrap.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes texts that can't be forged: {@code v1.<text>.<HMAC-SHA256>}, both in base64url without padding. The text can be
 * read by whoever holds the token.
 */
final class TokenSeal {

    /** The longest token that is looked at. */
    static final int LONGEST = 2_048;

    private static final String VERSION = "v1.";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern TOKEN = Pattern.compile("(v1\\.([A-Za-z0-9_-]+))\\.([A-Za-z0-9_-]{43})");

    private final SecretKeySpec key;

    /**
     * Seals for one purpose: a token made for another purpose does not open.
     *
     * @param secret at least 32 bytes
     * @param purpose what the tokens are for
     */
    TokenSeal(byte[] secret, String purpose) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("the secret must have at least 32 bytes");
        }
        byte[] derived = mac(new SecretKeySpec(secret, ALGORITHM), "parley " + purpose);
        this.key = new SecretKeySpec(derived, ALGORITHM);
    }

    /** A digest that only this seal can make: 64 hexadecimal digits. */
    String digest(String text) {
        return HexFormat.of().formatHex(mac(key, text));
    }

    /** Whether it has the form of a sealed text, whoever sealed it. */
    static boolean looksSealed(String token) {
        return token.startsWith(VERSION);
    }

    /** 40 hexadecimal digits that stand for a text. Anybody can make them. */
    static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 20);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String seal(String text) {
        String signed = VERSION + encode(text.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(mac(key, signed));
    }

    /** The text of a token that this seal made; empty for all others. Takes the same time whatever is wrong with a signature. */
    Optional<String> open(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] expected = encode(mac(key, parts.group(1))).getBytes(StandardCharsets.US_ASCII);
        byte[] given = parts.group(3).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, given) ? Optional.of(decode(parts.group(2))) : Optional.empty();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decode(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
