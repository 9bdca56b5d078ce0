package dev.parley.bootstrap.pictures;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds out which way up a picture is. Of what can't be read it says that it is upright. */
final class Exif {

    static final int UPRIGHT = 1;

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private Exif() {}

    /**
     * The orientation that is told by a TIFF header and its first directory.
     *
     * @param offset where it begins
     * @param length how long it may be
     * @return 1 to 8
     */
    static int orientation(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            return UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(bytes, offset, length).slice();
        boolean little = tiff.get(0) == 'I' && tiff.get(1) == 'I';
        tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < HEADER || directory > length - 2) {
            return UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        int first = directory + 2;
        int readable = Math.min(entries, (length - first) / ENTRY);
        for (int i = 0; i < readable; i++) {
            int entry = first + i * ENTRY;
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
                int told = tiff.getShort(entry + 8);
                return told >= 1 && told <= 8 ? told : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
