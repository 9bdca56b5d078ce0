package dev.parley.application.local;

import dev.parley.application.port.out.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed text looks like where it is stored: a mark that no plain text is stored with, how the text was made bytes,
 * the number of its data key, the sealed bytes. A plain text that begins like it is stored with another mark before it.
 */
final class Sealed {

    /** A control character first: hardly anything else begins with it, and one look tells. */
    private static final char FIRST = '\u0001';

    private static final String MARK = FIRST + "parley:";
    private static final String PLAIN = MARK + "plain:";
    private static final char END = ':';
    private static final int MOST_DIGITS = 9;

    private final Coding coding;
    private final int key;
    private final byte[] bytes;

    /**
     * A sealed text.
     *
     * @param coding how it was made bytes
     * @param key the number of its data key
     * @param bytes nonce, text, tag; not copied
     */
    Sealed(Coding coding, int key, byte[] bytes) {
        this.coding = coding;
        this.key = key;
        this.bytes = bytes;
    }

    /** How texts are made bytes. */
    enum Coding {
        /** Nearly all. */
        UTF8("u8"),
        /** Those with half characters, which UTF-8 would lose: a reply may be cut anywhere. */
        UTF16("u16");

        private final String name;

        Coding(String name) {
            this.name = name;
        }

        /** Whether UTF-8 gives it back tells; the platform does that many characters at a time. */
        static Coding of(String text) {
            return UTF8.text(UTF8.bytes(text)).equals(text) ? UTF8 : UTF16;
        }

        byte[] bytes(String text) {
            return switch (this) {
                case UTF8 -> text.getBytes(StandardCharsets.UTF_8);
                case UTF16 -> halves(text);
            };
        }

        String text(byte[] bytes) {
            return switch (this) {
                case UTF8 -> new String(bytes, StandardCharsets.UTF_8);
                case UTF16 -> whole(bytes);
            };
        }

        /** By hand: the platform's own coders replace half characters. */
        private static byte[] halves(String text) {
            byte[] bytes = new byte[2 * text.length()];
            for (int i = 0; i < text.length(); i++) {
                bytes[2 * i] = (byte) (text.charAt(i) >> 8);
                bytes[2 * i + 1] = (byte) text.charAt(i);
            }
            return bytes;
        }

        private static String whole(byte[] bytes) {
            char[] text = new char[bytes.length / 2];
            for (int i = 0; i < text.length; i++) {
                text[i] = (char) ((bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF));
            }
            return new String(text);
        }
    }

    /** Whether a text says nothing and is not worth sealing. */
    static boolean isBare(String text) {
        return text.isEmpty() || text.equals("{}");
    }

    static boolean hasMark(String text) {
        return !text.isEmpty() && text.charAt(0) == FIRST && text.startsWith(MARK);
    }

    static boolean isPlain(String stored) {
        return stored.startsWith(PLAIN);
    }

    /** A text that begins with the mark, as it is stored plain. */
    static String asPlain(String text) {
        return PLAIN + text;
    }

    /** The text of {@link #asPlain}. */
    static String plain(String stored) {
        return stored.substring(PLAIN.length());
    }

    /** What all texts begin with that are sealed under a key. */
    static String beginning(Coding coding, int key) {
        return MARK + coding.name + END + key + END;
    }

    Coding coding() {
        return coding;
    }

    int key() {
        return key;
    }

    byte[] bytes() {
        return bytes;
    }

    String stored() {
        return beginning(coding, key) + Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null if it does not look like one. */
    static @Nullable Sealed read(String stored) {
        int coding = stored.indexOf(END, MARK.length());
        int key = coding < 0 ? -1 : stored.indexOf(END, coding + 1);
        if (key < 0 || key - coding - 1 > MOST_DIGITS) {
            return null;
        }
        try {
            int number = Integer.parseInt(stored, coding + 1, key, 10);
            byte[] bytes = Base64.getDecoder().decode(stored.substring(key + 1));
            return switch (stored.substring(MARK.length(), coding)) {
                case "u8" -> new Sealed(Coding.UTF8, number, bytes);
                case "u16" -> new Sealed(Coding.UTF16, number, bytes);
                default -> null;
            };
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    /** A cell, for messages to people who look for it. */
    static String name(Vault.Cell cell) {
        return cell.column() + " of session " + cell.session() + ", row " + cell.row();
    }
}
