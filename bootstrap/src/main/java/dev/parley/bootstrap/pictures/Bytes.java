package dev.parley.bootstrap.pictures;

import java.io.ByteArrayOutputStream;

/** Reads bytes one after the other, and keeps of them what it is told to. Reading beyond the end is a broken picture. */
final class Bytes {

    private final byte[] bytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int next;

    Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return next;
    }

    /** The next byte, without going on. */
    int peek() throws BrokenPictureException {
        return at(next);
    }

    int one() throws BrokenPictureException {
        int value = at(next);
        next++;
        return value;
    }

    /** Two bytes, the higher one first. */
    int two() throws BrokenPictureException {
        return one() << 8 | one();
    }

    /** Two bytes, the lower one first. */
    int twoReversed() throws BrokenPictureException {
        return one() | one() << 8;
    }

    /** Four bytes, the highest one first; what would be negative is broken. */
    int four() throws BrokenPictureException {
        int value = two() << 16 | two();
        if (value < 0) {
            throw new BrokenPictureException("a number is too large");
        }
        return value;
    }

    void skip(int count) throws BrokenPictureException {
        if (count < 0 || count > bytes.length - next) {
            throw new BrokenPictureException("it ends too soon");
        }
        next += count;
    }

    /** Keeps what was read since a position. */
    void keepFrom(int position) {
        keepFrom(position, next);
    }

    /** Keeps what was read since a position, up to another. */
    void keepFrom(int position, int end) {
        kept.write(bytes, position, end - position);
    }

    /** Goes back to read again. */
    void back(int count) {
        next -= count;
    }

    /** Keeps bytes that were not read. */
    void keep(int... values) {
        for (int value : values) {
            kept.write(value);
        }
    }

    byte[] kept() {
        return kept.toByteArray();
    }

    private int at(int position) throws BrokenPictureException {
        if (position >= bytes.length) {
            throw new BrokenPictureException("it ends too soon");
        }
        return bytes[position] & 0xFF;
    }
}
