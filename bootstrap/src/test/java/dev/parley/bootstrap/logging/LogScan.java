package dev.parley.bootstrap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for what must not be in a log: as it is, cut off, with anything but letters and digits between its parts, in URL
 * encoding, hex and base64, also as a part of something longer. It compares letters and digits only, and no case. Used by one
 * thread.
 *
 * <p>Of a secret, any 31 letters and digits in a row are found; a message text is found from its beginning on. What has fewer
 * than {@value #SHORTEST} of them would be found everywhere, and is not looked for.
 */
final class LogScan {

    static final int SHORTEST = 12;

    private static final int WINDOW = 16;
    private static final List<Integer> BEGINNINGS = List.of(48, 32, 24, WINDOW);
    private static final int FACTOR = 31;
    private static final int SIEVE = 1 << 24;

    /** By its length, what is looked for, and what it gives away. */
    private final Map<Integer, Map<String, String>> wanted = new HashMap<>();

    private final Map<Integer, BitSet> sieves = new HashMap<>();

    void addSecret(String secret) {
        String name = "a secret that begins with " + secret.substring(0, Math.min(4, secret.length())) + "…";
        String plain = squeezed(secret);
        if (plain.length() < SHORTEST) {
            return;
        }
        for (int at = 0; at + WINDOW <= plain.length(); at += WINDOW) {
            add(plain.substring(at, at + WINDOW), name);
        }
        add(plain.substring(Math.max(0, plain.length() - WINDOW)), name);
        for (String encoded : encodings(secret)) {
            addPart(encoded, WINDOW, name);
        }
    }

    void addText(String text) {
        String plain = squeezed(text);
        if (plain.length() >= WINDOW) {
            BEGINNINGS.stream()
                    .filter(length -> length <= plain.length())
                    .findFirst()
                    .ifPresent(length -> add(plain.substring(0, length), "the text \"" + text + "\""));
            for (String encoded : encodings(text)) {
                addPart(encoded, 2 * WINDOW, "the text \"" + text + "\"");
            }
        }
    }

    /** From the middle, which no neighbour changes. */
    private void addPart(String encoded, int longest, String name) {
        String plain = squeezed(encoded);
        if (plain.length() >= SHORTEST) {
            int length = Math.min(longest, plain.length());
            int at = (plain.length() - length) / 2;
            add(plain.substring(at, at + length), name);
        }
    }

    private static List<String> encodings(String value) {
        List<String> all = new ArrayList<>();
        byte[] bytes = value.getBytes(UTF_8);
        all.add(URLEncoder.encode(value, UTF_8));
        all.add(HexFormat.of().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int begin = (before * 8 + 5) / 6;
            int end = shifted.length * 8 / 6;
            if (end - begin >= SHORTEST) {
                all.add(encoded.substring(begin, end));
            }
        }
        return all;
    }

    private void add(String part, String name) {
        wanted.computeIfAbsent(part.length(), length -> new HashMap<>()).put(part, name);
        sieves.computeIfAbsent(part.length(), length -> new BitSet(SIEVE)).set(hash(part) & (SIEVE - 1));
    }

    private static int hash(String part) {
        return part.hashCode();
    }

    /** What of it is in a text; names no secret. */
    Set<String> find(String text) {
        String plain = squeezed(text);
        Set<String> found = new LinkedHashSet<>();
        wanted.forEach((length, parts) -> search(plain, length, parts, sieves.get(length), found));
        return found;
    }

    /** The hash of a string, rolled along. */
    private static void search(String text, int length, Map<String, String> parts, BitSet sieve, Set<String> found) {
        int first = 1;
        for (int i = 1; i < length; i++) {
            first *= FACTOR;
        }
        int hash = 0;
        for (int end = 0; end < text.length(); end++) {
            if (end >= length) {
                hash -= text.charAt(end - length) * first;
            }
            hash = hash * FACTOR + text.charAt(end);
            if (end >= length - 1 && sieve.get(hash & (SIEVE - 1))) {
                String name = parts.get(text.substring(end - length + 1, end + 1));
                if (name != null) {
                    found.add(name);
                }
            }
        }
    }

    private static String squeezed(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isLetterOrDigit(character)) {
                plain.append(Character.toLowerCase(character));
            }
        }
        return plain.toString();
    }
}
