package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.FileStore;
import dev.parley.application.port.out.Pictures;
import dev.parley.application.port.out.Pictures.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@link Pictures} passes this suite. */
public abstract class PicturesContract {

    private static final int RED = 0xFFFF0000;
    private static final int GREEN = 0xFF00FF00;
    private static final int BLUE = 0xFF0000FF;
    private static final int WHITE = 0xFFFFFFFF;
    private static final String MARK = "a text that must not come out again";

    private Pictures pictures;

    /** Opens one. Called once for each test. */
    protected abstract Pictures openPictures();

    /** Lets go of what was opened. */
    protected abstract void close(Pictures pictures);

    @BeforeEach
    final void open() {
        pictures = openPictures();
    }

    @AfterEach
    final void close() {
        close(pictures);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void g1_the_middle_becomes_a_square(String kind) throws IOException {
        // A wide one: red and blue at the ends, four quarters in the middle.
        var wide = new BufferedImage(800, 400, BufferedImage.TYPE_INT_RGB);
        paint(wide, 0, 0, 200, 400, WHITE);
        paint(wide, 600, 0, 200, 400, WHITE);
        quarters(wide, 200, 0, 400);

        BufferedImage square = shown(made(written(wide, kind), 64));

        assertThat(square.getWidth()).isEqualTo(64);
        assertThat(square.getHeight()).isEqualTo(64);
        assertCorners(square, RED, GREEN, BLUE, WHITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void g1_a_small_one_is_not_blown_up(String kind) throws IOException {
        var small = new BufferedImage(10, 30, BufferedImage.TYPE_INT_RGB);

        BufferedImage square = shown(made(written(small, kind), 64));

        assertThat(square.getWidth()).isEqualTo(10);
        assertThat(square.getHeight()).isEqualTo(10);
    }

    @Test
    void g1_what_can_be_seen_through_stays_so() throws IOException {
        var clear = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
        paint(clear, 0, 0, 50, 100, RED);

        BufferedImage square = shown(made(written(clear, "png"), 32));

        assertThat(square.getRGB(2, 2)).isEqualTo(RED);
        assertThat(square.getRGB(29, 2) >>> 24).isZero();
    }

    @Test
    void g1_grey_stays_as_grey_as_it_was() throws IOException {
        var grey = new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 2_500; i++) {
            grey.getRaster().setSample(i % 50, i / 50, 0, 100);
        }

        BufferedImage square = shown(made(written(grey, "png"), 32));

        assertThat(square.getRaster().getSample(7, 7, 0)).isBetween(97, 103);
    }

    /** The corner each orientation has at the top left, then top right, bottom left, bottom right. */
    @ParameterizedTest
    @CsvSource({
        "1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB",
    })
    void g1_it_is_turned_upright(int orientation, String corners) throws IOException {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        quarters(image, 0, 0, 64);
        for (boolean little : new boolean[] {true, false}) {
            byte[] turned = withSegment(written(image, "jpeg"), 0xE1, exif(orientation, little));

            BufferedImage square = shown(made(turned, 32));

            assertCorners(square, colour(corners, 0), colour(corners, 1), colour(corners, 2), colour(corners, 3));
        }
    }

    @Test
    void g2_nothing_but_pixels_comes_out() throws IOException {
        var image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        byte[] text = MARK.getBytes(StandardCharsets.US_ASCII);
        byte[] jpeg = written(image, "jpeg");
        List<byte[]> marked = List.of(
                withSegment(jpeg, 0xFE, text),
                withSegment(jpeg, 0xE1, text),
                withSegment(jpeg, 0xE2, text),
                joined(jpeg, text),
                joined(written(image, "png"), text),
                joined(written(image, "gif"), text));

        for (byte[] picture : marked) {
            byte[] made = made(picture, 16).bytes();

            assertThat(new String(made, StandardCharsets.ISO_8859_1)).doesNotContain(MARK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<!doctype html><script>alert(1)</script>",
                "RIFF\u0010\u0000\u0000\u0000WEBPVP8 ",
                "BM\u0000\u0000",
                "%PDF-1.7"
            })
    void g3_what_is_none_of_them_is_unknown(String text) {
        assertThat(pictures.square(text.getBytes(StandardCharsets.ISO_8859_1), 64))
                .isEqualTo(new Outcome.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void g3_one_that_is_cut_short_is_broken_wherever(String kind) throws IOException {
        var image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        quarters(image, 0, 0, 40);
        byte[] whole = written(image, kind);

        for (int length = 8; length < whole.length - 1; length += 7) {
            assertThat(pictures.square(Arrays.copyOf(whole, length), 16))
                    .as("%s of %s bytes", length, whole.length)
                    .isEqualTo(new Outcome.Broken());
        }
    }

    @ParameterizedTest
    @CsvSource({"50000, 50000", "12001, 1", "1, 12001", "5001, 5000", "2147483647, 2147483647"})
    void g4_a_bomb_is_refused_by_what_it_says_of_itself(int width, int height) throws IOException {
        byte[] bomb = written(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
        ByteBuffer.wrap(bomb).putInt(16, width).putInt(20, height);

        assertThat(pictures.square(bomb, 64)).isEqualTo(new Outcome.TooLarge());
    }

    @Test
    void g5_of_a_moving_picture_the_first_is_taken() throws IOException {
        var red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        paint(red, 0, 0, 16, 16, RED);
        var blue = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        paint(blue, 0, 0, 16, 16, BLUE);
        var moving = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var out = ImageIO.createImageOutputStream(moving)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : List.of(red, blue, blue)) {
                writer.writeToSequence(new javax.imageio.IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        }
        writer.dispose();

        BufferedImage square = shown(made(moving.toByteArray(), 16));

        assertNear(square.getRGB(8, 8), RED);
    }

    @Test
    void g6_of_many_at_once_some_are_told_to_come_later_and_all_get_an_answer()
            throws IOException, InterruptedException, ExecutionException {
        byte[] large = written(new BufferedImage(2_000, 2_000, BufferedImage.TYPE_INT_RGB), "png");

        List<Outcome> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> all = IntStream.range(0, 60)
                    .mapToObj(i -> threads.submit(() -> pictures.square(large, 256)))
                    .toList();
            outcomes = new java.util.ArrayList<>();
            for (Future<Outcome> each : all) {
                outcomes.add(each.get());
            }
        }

        assertThat(outcomes)
                .hasAtLeastOneElementOfType(Outcome.Made.class)
                .hasAtLeastOneElementOfType(Outcome.Busy.class);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(Outcome.Made.class, Outcome.Busy.class));
        assertThat(pictures.square(large, 256)).isInstanceOf(Outcome.Made.class);
    }

    private FileStore.File made(byte[] picture, int side) {
        Outcome outcome = pictures.square(picture, side);
        assertThat(outcome).isInstanceOf(Outcome.Made.class);
        return ((Outcome.Made) outcome).picture();
    }

    private static BufferedImage shown(FileStore.File picture) throws IOException {
        assertThat(picture.type()).isIn("image/png", "image/jpeg");
        return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    }

    private static byte[] written(BufferedImage image, String kind) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, kind, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static void quarters(BufferedImage image, int x, int y, int side) {
        int half = side / 2;
        paint(image, x, y, half, half, RED);
        paint(image, x + half, y, half, half, GREEN);
        paint(image, x, y + half, half, half, BLUE);
        paint(image, x + half, y + half, half, half, WHITE);
    }

    private static void paint(BufferedImage image, int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                image.setRGB(column, row, colour);
            }
        }
    }

    private static void assertCorners(BufferedImage image, int topLeft, int topRight, int bottomLeft, int bottomRight) {
        int far = image.getWidth() - 4;
        assertNear(image.getRGB(3, 3), topLeft);
        assertNear(image.getRGB(far, 3), topRight);
        assertNear(image.getRGB(3, far), bottomLeft);
        assertNear(image.getRGB(far, far), bottomRight);
    }

    /** JPEG does not keep colours exactly. */
    private static void assertNear(int colour, int wanted) {
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat((colour >> shift) & 0xFF)
                    .as("%08x is like %08x", colour, wanted)
                    .isBetween(((wanted >> shift) & 0xFF) - 40, ((wanted >> shift) & 0xFF) + 40);
        }
    }

    private static int colour(String corners, int index) {
        return switch (corners.charAt(index)) {
            case 'R' -> RED;
            case 'G' -> GREEN;
            case 'B' -> BLUE;
            default -> WHITE;
        };
    }

    private static byte[] exif(int orientation, boolean little) {
        var exif = ByteBuffer.allocate(32);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.order(little ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
        exif.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0);
        return exif.array();
    }

    /** After the marker of the beginning. */
    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        int length = content.length + 2;
        byte[] segment = joined(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, content);
        return joined(joined(Arrays.copyOf(jpeg, 2), segment), Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
