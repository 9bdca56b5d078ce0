package dev.parley.bootstrap.pictures;

import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.Pictures;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures by what the JDK has. One is decoded at a time, on a thread of its own that is no carrier of virtual ones, so
 * that chats go on whatever is sent; what is decoded at once is never more than a few million pixels. Thread-safe.
 */
public final class ImageIoPictures implements Pictures, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImageIoPictures.class);
    private static final int MOST_WAITING = 8;
    private static final int LARGEST_SIDE = 1_024;

    /** How many times larger than wanted it is decoded, so that its pixels are a mean of several. */
    private static final int FINER = 3;

    private static final float QUALITY = 0.9f;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("parley-pictures-", 0).daemon().factory());

    @Override
    public Outcome square(byte[] picture, int side) {
        if (side < 1 || side > LARGEST_SIDE) {
            throw new IllegalArgumentException("side must be 1 to " + LARGEST_SIDE + ", was " + side);
        }
        try {
            return inTurn(() -> made(picture, side));
        } catch (RejectedExecutionException full) {
            return new Outcome.Busy();
        }
    }

    private Outcome inTurn(Callable<Outcome> work) {
        Future<Outcome> outcome = threads.submit(work);
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a picture was looked at", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a picture could not be looked at", e.getCause());
        }
    }

    private static Outcome made(byte[] picture, int side) throws IOException {
        String beginning = beginning(picture);
        try {
            if (beginning.startsWith(PngParts.BEGINNING)) {
                return made(PngParts.bare(picture), side);
            }
            if (beginning.startsWith(JpegParts.BEGINNING)) {
                return made(JpegParts.bare(picture), side);
            }
            return beginning.startsWith(GifParts.BEGINNING)
                    ? made(GifParts.bare(picture), side)
                    : new Outcome.Unknown();
        } catch (BrokenPictureException broken) {
            LOG.debug("A picture was refused: {}", broken.getMessage());
            return new Outcome.Broken();
        }
    }

    private static String beginning(byte[] picture) {
        var beginning = new StringBuilder(8);
        for (int i = 0; i < Math.min(8, picture.length); i++) {
            beginning.append((char) (picture[i] & 0xFF));
        }
        return beginning.toString();
    }

    private static Outcome made(BarePicture picture, int side) throws IOException, BrokenPictureException {
        if (picture.isTooLarge()) {
            return new Outcome.TooLarge();
        }
        SquarePixels pixels = SquarePixels.of(decoded(picture, side), side).upright(picture.orientation());
        return new Outcome.Made(
                pixels.isOpaque()
                        ? new FileStore.File("image/jpeg", written(pixels.image(), "jpeg"))
                        : new FileStore.File("image/png", written(pixels.image(), "png")));
    }

    /** Its middle, and of that only every so many pixels. */
    private static BufferedImage decoded(BarePicture picture, int side) throws BrokenPictureException {
        int whole = Math.min(picture.width(), picture.height());
        int every = Math.max(1, whole / (side * FINER));
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(picture.format()).next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.bytes()))) {
            reader.setInput(in, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceRegion(
                    new Rectangle((picture.width() - whole) / 2, (picture.height() - whole) / 2, whole, whole));
            param.setSourceSubsampling(every, every, 0, 0);
            return reader.read(0, param);
        } catch (IOException | RuntimeException undecodable) {
            // Decoders throw all kinds of things at what does not hold together.
            LOG.debug("A picture could not be decoded", undecodable);
            throw new BrokenPictureException("it can't be decoded");
        } finally {
            reader.dispose();
        }
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Takes no more pictures. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
