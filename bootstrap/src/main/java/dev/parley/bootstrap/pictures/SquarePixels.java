package dev.parley.bootstrap.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The pixels of a square picture. They are read as they are stored, without profiles of colours: nothing native sees what a
 * stranger sent but the decoder itself. Immutable.
 */
final class SquarePixels {

    private static final int OPAQUE = 255;

    private final int side;

    /** Row by row, not multiplied. */
    private final int[] argb;

    private SquarePixels(int side, int[] argb) {
        this.side = side;
        this.argb = argb;
    }

    /** Makes a decoded picture as small as wanted; each new pixel is the mean of those it stands for. */
    static SquarePixels of(BufferedImage image, int side) {
        int whole = Math.min(image.getWidth(), image.getHeight());
        int wanted = Math.min(side, whole);
        var reader = new Reader(image, whole);
        int[] argb = new int[wanted * wanted];
        for (int y = 0; y < wanted; y++) {
            int top = y * whole / wanted;
            int bottom = (y + 1) * whole / wanted;
            int[] rows = reader.rows(top, bottom);
            for (int x = 0; x < wanted; x++) {
                argb[y * wanted + x] = mean(rows, whole, x * whole / wanted, (x + 1) * whole / wanted);
            }
        }
        return new SquarePixels(wanted, argb);
    }

    /** Colours count as much as they can be seen. */
    private static int mean(int[] rows, int width, int left, int right) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        int count = 0;
        for (int row = 0; row < rows.length; row += width) {
            for (int column = left; column < right; column++) {
                int pixel = rows[row + column];
                int seen = pixel >>> 24;
                alpha += seen;
                red += (long) seen * ((pixel >> 16) & 0xFF);
                green += (long) seen * ((pixel >> 8) & 0xFF);
                blue += (long) seen * (pixel & 0xFF);
                count++;
            }
        }
        if (alpha == 0) {
            return 0;
        }
        return (int) ((alpha + count / 2) / count) << 24
                | (int) ((red + alpha / 2) / alpha) << 16
                | (int) ((green + alpha / 2) / alpha) << 8
                | (int) ((blue + alpha / 2) / alpha);
    }

    /** The same, as it is to be looked at. */
    SquarePixels upright(int orientation) {
        if (orientation == Exif.UPRIGHT) {
            return this;
        }
        int[] turned = new int[argb.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                turned[y * side + x] = argb[source(x, y, orientation)];
            }
        }
        return new SquarePixels(side, turned);
    }

    private int source(int x, int y, int orientation) {
        int last = side - 1;
        return switch (orientation) {
            case 2 -> y * side + last - x;
            case 3 -> (last - y) * side + last - x;
            case 4 -> (last - y) * side + x;
            case 5 -> x * side + y;
            case 6 -> (last - x) * side + y;
            case 7 -> (last - x) * side + last - y;
            case 8 -> x * side + last - y;
            default -> y * side + x;
        };
    }

    boolean isOpaque() {
        for (int pixel : argb) {
            if (pixel >>> 24 != OPAQUE) {
                return false;
            }
        }
        return true;
    }

    BufferedImage image() {
        var image =
                new BufferedImage(side, side, isOpaque() ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
        image.getRaster().setDataElements(0, 0, side, side, argb);
        return image;
    }

    /** Reads the samples of a decoded picture, from its top left corner. */
    private static final class Reader {

        private final Raster raster;
        private final ColorModel colours;
        private final int width;
        private final int bands;

        Reader(BufferedImage image, int width) {
            this.raster = image.getRaster();
            this.colours = image.getColorModel();
            this.width = width;
            this.bands = raster.getNumBands();
        }

        int[] rows(int top, int bottom) {
            int[] samples = raster.getPixels(0, top, width, bottom - top, (int[]) null);
            int[] rows = new int[width * (bottom - top)];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = pixel(samples, i * bands);
            }
            return rows;
        }

        private int pixel(int[] samples, int at) {
            if (colours instanceof IndexColorModel palette) {
                return palette.getRGB(samples[at]);
            }
            return switch (bands) {
                case 1 -> argb(OPAQUE, eight(samples, at, 0), eight(samples, at, 0), eight(samples, at, 0));
                case 2 ->
                    argb(eight(samples, at, 1), eight(samples, at, 0), eight(samples, at, 0), eight(samples, at, 0));
                case 3 -> argb(OPAQUE, eight(samples, at, 0), eight(samples, at, 1), eight(samples, at, 2));
                default ->
                    argb(eight(samples, at, 3), eight(samples, at, 0), eight(samples, at, 1), eight(samples, at, 2));
            };
        }

        /** A sample in eight bits. */
        private int eight(int[] samples, int at, int band) {
            int bits = raster.getSampleModel().getSampleSize(band);
            int sample = samples[at + band];
            return bits == 8 ? sample : (int) (sample * 255L / ((1L << bits) - 1));
        }

        private static int argb(int alpha, int red, int green, int blue) {
            return alpha << 24 | red << 16 | green << 8 | blue;
        }
    }
}
