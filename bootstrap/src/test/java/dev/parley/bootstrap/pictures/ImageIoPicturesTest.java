package dev.parley.bootstrap.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.PicturesContract;
import dev.parley.application.port.out.Pictures;
import dev.parley.application.port.out.Pictures.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIoPicturesTest extends PicturesContract {

    private static final String SCRIPT = "<html><script>alert(1)</script>";

    private final ImageIoPictures pictures = new ImageIoPictures();

    @Override
    protected Pictures openPictures() {
        return pictures;
    }

    @Override
    protected void close(Pictures opened) {
        pictures.close();
    }

    @Test
    void a_page_behind_the_beginning_of_a_picture_is_broken() {
        for (String beginning : List.of(PngParts.BEGINNING, JpegParts.BEGINNING, "GIF89a")) {
            byte[] polyglot = (beginning + SCRIPT.repeat(10)).getBytes(StandardCharsets.ISO_8859_1);

            assertThat(pictures.square(polyglot, 64)).isEqualTo(new Outcome.Broken());
        }
    }

    @Test
    void a_page_hidden_in_a_picture_is_gone_from_what_comes_out() throws IOException {
        byte[] png = png(new BufferedImage(9, 9, BufferedImage.TYPE_INT_ARGB));
        byte[] text = SCRIPT.getBytes(StandardCharsets.US_ASCII);
        byte[] hidden = withChunk(png, "tEXt", text);

        byte[] made = ((Outcome.Made) pictures.square(hidden, 9)).picture().bytes();

        assertThat(new String(hidden, StandardCharsets.ISO_8859_1)).contains(SCRIPT);
        assertThat(new String(made, StandardCharsets.ISO_8859_1)).doesNotContain("script");
    }

    /** The JDK reads packed texts and profiles of a picture with a palette, however large they grow. */
    @ParameterizedTest
    @ValueSource(strings = {"zTXt", "iTXt", "iCCP", "acTL", "fcTL", "fdAT"})
    void what_makes_no_pixels_never_reaches_the_decoder(String type) throws Exception {
        byte[] png = png(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_INDEXED));
        byte[] bomb = withChunk(png, type, packed(20_000_000));

        assertThat(PngParts.bare(bomb).bytes()).isEqualTo(PngParts.bare(png).bytes());
        assertThat(pictures.square(bomb, 9)).isInstanceOf(Outcome.Made.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7FFF_FFFF, 0xFFFF_FFFF, 0x8000_0000, 100_000})
    void a_chunk_that_claims_to_be_huge_is_broken(int length) throws IOException {
        byte[] png = withChunk(png(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB)), "tEXt", new byte[4]);
        ByteBuffer.wrap(png).putInt(33, length);

        assertThat(pictures.square(png, 9)).isEqualTo(new Outcome.Broken());
    }

    @Test
    void a_part_that_is_needed_and_not_known_is_broken() throws IOException {
        byte[] png = png(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));

        assertThat(pictures.square(withChunk(png, "XXXX", new byte[4]), 9)).isEqualTo(new Outcome.Broken());
        assertThat(pictures.square(withChunk(png, "IHDR", new byte[13]), 9)).isEqualTo(new Outcome.Broken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpeg"})
    void no_pixels_are_no_picture(String kind) throws IOException {
        byte[] picture = written(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), kind);
        int width = switch (kind) {
            case "png" -> 16;
            case "gif" -> position(picture, new byte[] {0x2C, 0, 0, 0, 0, 9, 0}) + 5;
            default -> position(picture, new byte[] {(byte) 0xFF, (byte) 0xC0}) + 7;
        };
        Arrays.fill(picture, width, width + (kind.equals("png") ? 4 : 2), (byte) 0);

        assertThat(pictures.square(picture, 9)).isEqualTo(new Outcome.Broken());
    }

    @Test
    void a_jpeg_of_endless_scans_is_broken() throws IOException {
        byte[] jpeg = written(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "jpeg");
        int scan = position(jpeg, new byte[] {(byte) 0xFF, (byte) 0xDA});
        byte[] scans = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
        var endless = new ByteArrayOutputStream();
        endless.write(jpeg, 0, scan);
        for (int i = 0; i < 1_000; i++) {
            endless.writeBytes(scans);
        }
        endless.write(jpeg, jpeg.length - 2, 2);

        assertThat(pictures.square(endless.toByteArray(), 9)).isEqualTo(new Outcome.Broken());
    }

    @Test
    void other_sizes_of_jpeg_and_gif_are_refused_by_their_headers() throws IOException {
        byte[] jpeg = written(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "jpeg");
        int frame = position(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
        Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
        byte[] gif = written(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "gif");
        int picture = position(gif, new byte[] {0x2C, 0, 0, 0, 0, 16, 0});
        Arrays.fill(gif, picture + 5, picture + 9, (byte) 0xFF);

        assertThat(pictures.square(jpeg, 9)).isEqualTo(new Outcome.TooLarge());
        assertThat(pictures.square(gif, 9)).isEqualTo(new Outcome.TooLarge());
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpeg"})
    void damage_anywhere_ends_in_an_answer(String kind) throws IOException {
        var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        var random = new Random(7);
        for (int i = 0; i < 1_200; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt());
        }
        byte[] whole = written(image, kind);
        for (int i = 0; i < 1_500; i++) {
            byte[] damaged = whole.clone();
            for (int count = random.nextInt(1, 6); count > 0; count--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            assertThat(pictures.square(damaged, 16)).isNotNull();
        }
    }

    private static int position(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private static byte[] png(BufferedImage image) throws IOException {
        return written(image, "png");
    }

    private static byte[] written(BufferedImage image, String kind) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, kind, bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** A text of zeros that is short while it is packed, behind a keyword. */
    private static byte[] packed(int length) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write("bomb\0\0".getBytes(StandardCharsets.US_ASCII));
        try (var packing = new DeflaterOutputStream(bytes)) {
            packing.write(new byte[length]);
        }
        return bytes.toByteArray();
    }

    /** Right after the header. */
    private static byte[] withChunk(byte[] png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(png.length + content.length + 12)
                .put(png, 0, 33)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .put(png, 33, png.length - 33)
                .array();
    }
}
