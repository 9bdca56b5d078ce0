package dev.parley.bootstrap.pictures;

import dev.parley.application.port.out.Pictures;

/** A picture of which only is left what makes pixels. Shares its bytes with whoever made it. */
final class BarePicture {

    private final String format;
    private final byte[] bytes;
    private final int width;
    private final int height;
    private final int orientation;

    /**
     * What is left of a picture.
     *
     * @param format what the JDK calls its kind
     * @param width as it says itself
     * @param height as it says itself
     * @param orientation of EXIF, 1 to 8
     * @throws BrokenPictureException if it has no pixels
     */
    BarePicture(String format, byte[] bytes, int width, int height, int orientation) throws BrokenPictureException {
        if (width < 1 || height < 1) {
            throw new BrokenPictureException("it has no pixels");
        }
        this.format = format;
        this.bytes = bytes;
        this.width = width;
        this.height = height;
        this.orientation = orientation;
    }

    String format() {
        return format;
    }

    byte[] bytes() {
        return bytes;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int orientation() {
        return orientation;
    }

    boolean isTooLarge() {
        return width > Pictures.LONGEST_SIDE
                || height > Pictures.LONGEST_SIDE
                || (long) width * height > Pictures.MOST_PIXELS;
    }
}
