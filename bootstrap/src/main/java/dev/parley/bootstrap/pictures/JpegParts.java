package dev.parley.bootstrap.pictures;

/**
 * Takes a JPEG apart. Left out are comments, profiles, previews and what applications put in; and what is rare: more than
 * eight bits, arithmetic coding, four colours.
 */
final class JpegParts {

    static final String BEGINNING = "\u00ff\u00d8\u00ff";

    /** A progressive one goes over its pixels with each scan; usual are ten. */
    private static final int MOST_SCANS = 40;

    private static final int MARKER = 0xFF;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int JFIF = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int ADOBE = 0xEE;
    private static final int[] PLAIN_JFIF = {MARKER, JFIF, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};

    private final byte[] picture;
    private final Bytes in;
    private int width;
    private int height;
    private int scans;
    private int orientation = Exif.UPRIGHT;

    private JpegParts(byte[] picture) {
        this.picture = picture;
        this.in = new Bytes(picture);
    }

    static BarePicture bare(byte[] picture) throws BrokenPictureException {
        return new JpegParts(picture).run();
    }

    private BarePicture run() throws BrokenPictureException {
        in.skip(2);
        in.keep(MARKER, START);
        for (int marker = marker(); marker != END; marker = marker()) {
            segment(marker);
        }
        if (scans == 0) {
            throw new BrokenPictureException("it has no pixels");
        }
        in.keep(MARKER, END);
        return new BarePicture("jpeg", in.kept(), width, height, orientation);
    }

    private int marker() throws BrokenPictureException {
        if (in.one() != MARKER) {
            throw new BrokenPictureException("a marker is missing");
        }
        int marker = in.one();
        while (marker == MARKER) {
            marker = in.one();
        }
        return marker;
    }

    private void segment(int marker) throws BrokenPictureException {
        int begin = in.position();
        int length = in.two();
        int content = in.position();
        in.skip(length - 2);
        switch (marker) {
            case 0xC0, 0xC1, 0xC2 -> {
                frame(content, length - 2);
                keep(marker, begin);
            }
            // Tables, and the interval of restarts.
            case 0xC4, 0xDB, 0xDD -> keep(marker, begin);
            case SCAN -> {
                keep(marker, begin);
                scan();
            }
            case JFIF -> in.keep(startsWith(content, length - 2, "JFIF\0") ? PLAIN_JFIF : new int[0]);
            case ADOBE -> {
                // Says how colours are coded.
                if (length == 14 && startsWith(content, length - 2, "Adobe")) {
                    keep(marker, begin);
                }
            }
            case EXIF -> {
                if (startsWith(content, length - 2, "Exif\0\0")) {
                    orientation = Exif.orientation(picture, content + 6, length - 8);
                }
            }
            default -> requireOptional(marker);
        }
    }

    private static void requireOptional(int marker) throws BrokenPictureException {
        boolean application = marker > JFIF && marker < 0xF0;
        if (!application && marker != 0xFE) {
            throw new BrokenPictureException("it needs a part that is not known");
        }
    }

    private void keep(int marker, int begin) {
        in.keep(MARKER, marker);
        in.keepFrom(begin);
    }

    private void frame(int content, int length) throws BrokenPictureException {
        if (width != 0 || length < 6) {
            throw new BrokenPictureException("it has two frames, or half of one");
        }
        int bits = picture[content] & 0xFF;
        height = (picture[content + 1] & 0xFF) << 8 | (picture[content + 2] & 0xFF);
        width = (picture[content + 3] & 0xFF) << 8 | (picture[content + 4] & 0xFF);
        int colours = picture[content + 5] & 0xFF;
        if (bits != 8 || (colours != 1 && colours != 3) || width == 0) {
            throw new BrokenPictureException("its colours are of a rare kind");
        }
    }

    /** Everything up to the next marker that is not part of the pixels. */
    private void scan() throws BrokenPictureException {
        if (width == 0 || ++scans > MOST_SCANS) {
            throw new BrokenPictureException("it has pixels before its frame, or too many scans");
        }
        int begin = in.position();
        int end = begin;
        for (boolean ended = false; !ended; ) {
            end = in.position();
            ended = in.one() == MARKER && !isWithinPixels(in.peek());
        }
        int after = in.position();
        in.keepFrom(begin, end);
        in.back(after - end);
    }

    private static boolean isWithinPixels(int next) {
        return next == 0 || next == MARKER || (next >= 0xD0 && next <= 0xD7);
    }

    private boolean startsWith(int content, int length, String text) {
        if (length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((picture[content + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
