package dev.parley.bootstrap.pictures;

import java.util.Set;

/** Takes a PNG apart. Texts, profiles and further pictures are left out: some of them are packed, and could grow. */
final class PngParts {

    static final String BEGINNING = "\u0089PNG\r\n\u001a\n";

    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int HEADER_LENGTH = 13;
    private static final int CHECKSUM = 4;

    private final byte[] picture;
    private final Bytes in;
    private int width;
    private int height;
    private int orientation = Exif.UPRIGHT;

    private PngParts(byte[] picture) {
        this.picture = picture;
        this.in = new Bytes(picture);
    }

    static BarePicture bare(byte[] picture) throws BrokenPictureException {
        return new PngParts(picture).run();
    }

    private BarePicture run() throws BrokenPictureException {
        in.skip(BEGINNING.length());
        in.keepFrom(0);
        String type = chunk();
        if (!type.equals("IHDR")) {
            throw new BrokenPictureException("the header is not first");
        }
        while (!type.equals("IEND")) {
            type = chunk();
            if (type.equals("IHDR")) {
                throw new BrokenPictureException("there are two headers");
            }
        }
        return new BarePicture("png", in.kept(), width, height, orientation);
    }

    private String chunk() throws BrokenPictureException {
        int begin = in.position();
        int length = in.four();
        String type = type();
        int content = in.position();
        if (type.equals("IHDR")) {
            header(length);
        } else {
            in.skip(length);
        }
        if (type.equals("eXIf")) {
            orientation = Exif.orientation(picture, content, length);
        }
        in.skip(CHECKSUM);
        if (PIXELS.contains(type)) {
            in.keepFrom(begin);
        } else if (Character.isUpperCase(type.charAt(0))) {
            throw new BrokenPictureException("it needs a part that is not known");
        }
        return type;
    }

    private String type() throws BrokenPictureException {
        var type = new StringBuilder(4);
        for (int i = 0; i < 4; i++) {
            type.append((char) in.one());
        }
        return type.toString();
    }

    private void header(int length) throws BrokenPictureException {
        if (length != HEADER_LENGTH) {
            throw new BrokenPictureException("the header has another length");
        }
        width = in.four();
        height = in.four();
        in.skip(HEADER_LENGTH - 8);
    }
}
