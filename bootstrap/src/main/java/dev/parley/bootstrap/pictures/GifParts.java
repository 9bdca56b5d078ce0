package dev.parley.bootstrap.pictures;

/** Takes a GIF apart: its first picture, with its colours and with what shines through. */
final class GifParts {

    static final String BEGINNING = "GIF8";

    private static final int EXTENSION = 0x21;
    private static final int PICTURE = 0x2C;
    private static final int END = 0x3B;
    private static final int CONTROL = 0xF9;
    private static final int HEADER_LENGTH = 6;
    private static final int LONGEST_CODE = 8;

    private final Bytes in;

    private GifParts(byte[] picture) {
        this.in = new Bytes(picture);
    }

    static BarePicture bare(byte[] picture) throws BrokenPictureException {
        return new GifParts(picture).run();
    }

    private BarePicture run() throws BrokenPictureException {
        in.skip(HEADER_LENGTH + 4);
        int flags = in.one();
        in.skip(2);
        colours(flags);
        in.keepFrom(0);
        int kind = in.one();
        while (kind == EXTENSION) {
            extension();
            kind = in.one();
        }
        if (kind != PICTURE) {
            throw new BrokenPictureException("it has no pixels");
        }
        return first();
    }

    private void extension() throws BrokenPictureException {
        int begin = in.position() - 1;
        int label = in.one();
        blocks();
        if (label == CONTROL) {
            in.keepFrom(begin);
        }
    }

    private BarePicture first() throws BrokenPictureException {
        int begin = in.position() - 1;
        in.skip(4);
        int width = in.twoReversed();
        int height = in.twoReversed();
        colours(in.one());
        int code = in.one();
        if (code < 1 || code > LONGEST_CODE) {
            throw new BrokenPictureException("its codes have an impossible length");
        }
        blocks();
        in.keepFrom(begin);
        in.keep(END);
        return new BarePicture("gif", in.kept(), width, height, Exif.UPRIGHT);
    }

    private void colours(int flags) throws BrokenPictureException {
        if ((flags & 0x80) != 0) {
            in.skip(3 << ((flags & 7) + 1));
        }
    }

    private void blocks() throws BrokenPictureException {
        for (int length = in.one(); length > 0; length = in.one()) {
            in.skip(length);
        }
    }
}
