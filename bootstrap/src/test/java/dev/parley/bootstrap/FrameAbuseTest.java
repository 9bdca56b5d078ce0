package dev.parley.bootstrap;

import static dev.parley.bootstrap.RawFrames.LAST;
import static dev.parley.bootstrap.RawFrames.PING;
import static dev.parley.bootstrap.RawFrames.TEXT;
import static dev.parley.bootstrap.RawFrames.bearer;
import static dev.parley.bootstrap.RawFrames.frame;
import static dev.parley.bootstrap.RawFrames.header;
import static dev.parley.bootstrap.RawFrames.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and handshakes that nobody sends who means well. */
class FrameAbuseTest extends Attacked {

    // 37: frames that are too large

    @ParameterizedTest
    @CsvSource({
        "4000000000000000, 1009",
        "0000000080000000, 1009",
        "0000000000010001, 1009",
        "ffffffffffffffff, 1002",
        "8000000000000000, 1002"
    })
    void a_frame_that_says_it_is_huge_is_refused_by_its_header(String length, int code) throws Exception {
        try (var socket = open()) {
            socket.send(header(LAST | TEXT, true, HexFormat.fromHexDigitsToLong(length)));

            assertThat(socket.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void five_megabytes_in_full_are_refused_as_well() throws Exception {
        try (var socket = open()) {
            socket.trySend(frame(LAST | TEXT, new byte[5_000_000]));

            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    // 38: fragments without end

    @ParameterizedTest
    @CsvSource({"65536, 10", "1, 20000", "0, 20000"})
    void fragments_without_end_have_one(int size, int count) throws Exception {
        var fragments = new ByteArrayOutputStream();
        fragments.writeBytes(frame(TEXT, new byte[size]));
        byte[] more = frame(RawFrames.CONTINUATION, new byte[size]);
        for (int i = 0; i < count; i++) {
            fragments.writeBytes(more);
        }
        try (var socket = open()) {
            socket.trySend(fragments.toByteArray());

            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    // 41: what is no UTF-8

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e08080", "eda080", "f4908080", "e282", "ff"})
    void bytes_that_are_no_text_are_refused(String hex) throws Exception {
        try (var socket = open()) {
            socket.send(LAST | TEXT, HexFormat.of().parseHex("22" + hex + "22"));

            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"03e8c0af", "03e8eda080", "03e8e282", "03e8ff"})
    void a_reason_to_close_that_is_no_text_is_refused(String hex) throws Exception {
        try (var socket = open()) {
            socket.send(LAST | RawFrames.CLOSE, HexFormat.of().parseHex(hex));

            assertThat(socket.closeCode()).isEqualTo(1007);
        }
    }

    // 42: broken protocol

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x84, 0x87, 0x8B, 0x8F, 0x09, 0x08, 0x80})
    void bits_and_kinds_that_mean_nothing_are_refused(int firstByte) throws Exception {
        try (var socket = open()) {
            socket.send(firstByte, utf8(PING_FRAME));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_frame_without_a_mask_is_refused() throws Exception {
        try (var socket = open()) {
            socket.send(header(LAST | TEXT, false, PING_FRAME.length())).trySend(utf8(PING_FRAME));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_ping_of_126_bytes_is_refused() throws Exception {
        try (var socket = open()) {
            socket.send(LAST | PING, new byte[126]);

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void what_comes_after_a_close_is_not_obeyed() throws Exception {
        try (var socket = open()) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(frame(LAST | RawFrames.CLOSE, new byte[] {0x03, (byte) 0xE8}));
            bytes.writeBytes(frame(LAST | TEXT, utf8(message("after the close", "c-1"))));
            socket.send(bytes.toByteArray());

            assertThat(socket.closeCode()).isEqualTo(1000);
            assertThat(socket.isAtEnd()).isTrue();
        }
        assertThat(history()).isEmpty();
    }

    @Test
    void a_request_after_the_upgrade_is_a_broken_frame() throws Exception {
        String second = "GET /version HTTP/1.1\r\nHost: here\r\n\r\n";
        try (var socket = open()) {
            socket.trySend(utf8(second.repeat(3)));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        String together = RawFrames.request(path(session), bearer(token)) + second;
        assertThat(RawHttp.exchange(server.port(), together)).doesNotContain("200 OK", "version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: short",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: ",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!!!",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X-Nothing: here",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8",
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 99999999999999999999",
                "Sec-WebSocket-Version: 13 | X-Nothing: here",
                "HTTP/1.1 | HTTP/1.0",
                "Host: here | X-Nothing: here",
                "GET /ws | GET /%zz/ws",
                "GET /ws | GET /\u0000/ws",
                "GET /ws | GET http://[::1/ws",
                "GET /ws | GET /../ws",
                "GET /ws | POST /ws"
            })
    void a_handshake_that_is_none_opens_nothing(String change) throws Exception {
        String[] parts = change.split(" [|] ", -1);
        String request = RawFrames.request(path(session), bearer(token), "Connection: close")
                .replace(parts[0], parts[1]);

        String answer = RawHttp.exchange(server.port(), request);

        assertThat(answer).doesNotContain("HTTP/1.1 101", "Sec-WebSocket-Accept", "\tat ", "Exception", "HTTP/1.1 5");
    }

    // 43: floods

    @Test
    void a_flood_of_messages_is_refused_cut_off_and_noticed_by_nobody() throws Exception {
        String other = api.guest();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            all.writeBytes(frame(LAST | TEXT, utf8(message("echo x", "c-" + i))));
        }
        try (var flooding = open();
                var normal = RawFrames.open(server.port(), api.session(other), other);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> flooding.trySend(all.toByteArray()));
            for (int i = 0; i < 20; i++) {
                normal.text(PING_FRAME).readUntil("\"pong\"");
            }

            assertThat(flooding.readUntil("RATE_LIMITED")).contains("retry_after_ms");
            assertThat(flooding.closeCode()).isIn(1008, RawFrames.BROKEN);
        }
        assertThat(history().size()).isLessThanOrEqualTo(2 * 60);
    }

    @Test
    void a_flood_of_pings_is_cut_off() throws Exception {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            all.writeBytes(frame(LAST | PING, new byte[0]));
        }
        try (var flooding = open()) {
            flooding.trySend(all.toByteArray());

            assertThat(flooding.closeCode()).isIn(1008, RawFrames.BROKEN);
        }
    }

    // 59: compression

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits=15; server_no_context_takeover",
                "permessage-deflate, x-webkit-deflate-frame, permessage-bzip2"
            })
    void compression_is_not_agreed_to_and_a_bomb_is_no_text(String offer) throws Exception {
        // A kilobyte that would become a megabyte.
        byte[] bomb = new byte[1_024];
        Arrays.fill(bomb, (byte) 0x55);
        try (var socket =
                new RawFrames(server.port(), path(session), bearer(token), "Sec-WebSocket-Extensions: " + offer)) {
            assertThat(socket.answer()).startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Extensions");
            socket.trySend(frame(0xC1, bomb));

            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }
}
