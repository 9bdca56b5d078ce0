package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of people at a whole server. One server for all tests: no name is used twice. */
class AvatarApiTest {

    private static final String PLACE = "/api/users/me/avatar/";
    private static final int TOO_MANY = 5 * 1024 * 1024 + 1;
    private static final String PIECE = "x".repeat(64 * 1024);

    @TempDir
    static Path data;

    private static ChatServer server;
    private static TestHttp http;

    @BeforeAll
    static void start() {
        server = TestServers.start(
                data,
                Map.of(
                        "PARLEY_LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS",
                        "0",
                        "PARLEY_LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS",
                        "0"));
        http = new TestHttp(server);
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    private static TestHttp.Answer put(String token, String type, byte[] picture) {
        return http.send("PUT", PLACE, token, HttpRequest.BodyPublishers.ofByteArray(picture), "Content-Type", type);
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void a_picture_is_put_shown_replaced_and_taken_away() throws IOException {
        String token = http.register("ada").text("access_token");
        assertThat(http.get(PLACE, token).status()).isEqualTo(404);
        assertThat(http.get("/api/users/me/", token).json().path("avatar_url").isNull())
                .isTrue();

        // What it is called counts for nothing.
        TestHttp.Answer put = put(token, "image/svg+xml", png(640, 480));

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        String url = put.text("avatar_url");
        assertThat(url).startsWith(PLACE + "?v=");
        TestHttp.Answer shown = http.get(url, token);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(shown.bytes())).getWidth())
                .isEqualTo(256);
        assertThat(shown.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(shown.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
        assertThat(shown.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'; sandbox");

        TestHttp.Answer again = http.get(url, token, "If-None-Match", shown.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(again.header("Cache-Control")).isEqualTo("private, no-cache");

        assertThat(put(token, "application/octet-stream", png(100, 100)).text("avatar_url"))
                .isNotEqualTo(url);
        TestHttp.Answer other = http.get(url, token, "If-None-Match", shown.header("ETag"));
        assertThat(other.status()).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(other.bytes())).getWidth())
                .isEqualTo(100);

        assertThat(http.delete(PLACE, token).status()).isEqualTo(204);
        assertThat(http.delete(PLACE, token).status()).isEqualTo(204);
        assertThat(http.get(url, token).status()).isEqualTo(404);
    }

    @Test
    void it_is_in_the_download_and_goes_with_the_account() throws IOException {
        TestHttp.Answer bea = http.register("bea");
        String token = bea.text("access_token");
        put(token, "image/png", png(300, 300));
        byte[] shown = http.get(PLACE, token).bytes();

        var avatar = http.get("/api/users/me/export/", token).json().path("avatar");

        assertThat(avatar.path("type").asText()).isEqualTo("image/jpeg");
        assertThat(Base64.getDecoder().decode(avatar.path("base64").asText())).isEqualTo(shown);
        assertThat(filesOf(bea)).isNotEmpty();
        assertThat(http.post("/api/users/me/delete/", token, "password", TestHttp.PASSWORD)
                        .status())
                .isEqualTo(204);
        assertThat(filesOf(bea)).isEmpty();
    }

    private static List<String> filesOf(TestHttp.Answer account) throws IOException {
        String user = account.json().path("user").path("user_id").asText();
        try (Stream<Path> files = Files.walk(data.resolve("files"))) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(path -> path.contains(user))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>|image/svg+xml|400",
                "<html><script>alert(1)</script>|image/png|400",
                "GIF89a<script>alert(1)</script>|image/gif|400",
                "RIFF....WEBPVP8 |image/webp|400",
                "{}|application/json|415",
                "x|text/html|415"
            })
    void what_is_no_picture_is_refused_by_name(String body, String type, int status) {
        String token = http.register("c" + System.identityHashCode(body)).text("access_token");

        TestHttp.Answer answer = put(token, type, body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.text("field")).isEqualTo("avatar");
        } else {
            assertThat(answer.header("Accept")).contains("image/png");
        }
        assertThat(http.get(PLACE, token).status()).isEqualTo(404);
    }

    @Test
    void too_many_bytes_are_refused_told_or_not() {
        String token = http.register("dora").text("access_token");
        byte[] large = new byte[TOO_MANY];

        assertThat(put(token, "image/png", large).status()).isEqualTo(413);
        var untold = http.send(
                "PUT",
                PLACE,
                token,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                "Content-Type",
                "image/png");
        assertThat(untold.status()).isEqualTo(413);
    }

    /** Closed at once, the connection would be reset under whoever writes, and the answer lost. */
    @Test
    void who_reads_only_when_all_is_written_hears_of_it_too() throws IOException {
        String token = http.register("dorian").text("access_token");
        try (var raw = new RawHttp(server.port())) {
            raw.send("PUT " + PLACE + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: image/png\r\nContent-Length: " + TOO_MANY + "\r\n\r\n");
            for (int sent = 0; sent < TOO_MANY; sent += PIECE.length()) {
                raw.send(PIECE.substring(0, Math.min(PIECE.length(), TOO_MANY - sent)));
            }

            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 413 ").contains("MESSAGE_TOO_LONG");
        }
    }

    @Test
    void visitors_and_strangers_have_none() throws IOException {
        String guest = http.post("/api/auth/guest/", "").text("token");

        assertThat(put(guest, "image/png", png(10, 10)).status()).isEqualTo(403);
        assertThat(http.get(PLACE, guest).status()).isEqualTo(403);
        assertThat(http.delete(PLACE, guest).status()).isEqualTo(403);
        assertThat(put("", "image/png", png(10, 10)).status()).isEqualTo(401);
    }
}
