package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.session.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do to frames, and what they must not. */
class FramingTest {

    private static final int LAST_TEXT = RawSocket.LAST | RawSocket.TEXT;

    private final ManualTime time = new ManualTime();
    private TestServer server;
    private SessionId session;
    private ChatClient client;
    private RawSocket socket;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
        session = server.session("ada");
        client = server.connect("ada", session);
        socket = client.socket();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ping() {
        return utf8("{\"type\":\"ping\"}");
    }

    @Test
    void a_frame_without_a_mask_is_refused() throws Exception {
        socket.sendBytes(RawSocket.header(LAST_TEXT, 0, ping().length));
        socket.sendBytes(ping());

        assertThat(socket.readCloseCode()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F, 0x09, 0x08, 0x80})
    void frames_of_no_known_kind_are_refused(int firstByte) throws Exception {
        socket.sendFrame(firstByte, ping());

        assertThat(socket.readCloseCode()).isEqualTo(1002);
    }

    @Test
    void a_ping_of_more_than_125_bytes_is_refused() throws Exception {
        socket.sendFrame(RawSocket.LAST | RawSocket.PING, new byte[126]);

        assertThat(socket.readCloseCode()).isEqualTo(1002);
    }

    @Test
    void a_message_within_a_message_is_refused() throws Exception {
        socket.sendFrame(RawSocket.TEXT, utf8("{"));
        socket.sendFrame(LAST_TEXT, ping());

        assertThat(socket.readCloseCode()).isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({
        "127, 7fffffffffffffff, 1009",
        "127, 0000000000010001, 1009",
        "127, 8000000000000000, 1002",
        "127, ffffffffffffffff, 1002",
        "127, 0000000000000005, 1002",
        "126, 0005, 1002"
    })
    void a_length_is_judged_before_anything_of_it_is_kept(int code, String length, int close) throws Exception {
        var header = new ByteArrayOutputStream();
        header.write(LAST_TEXT);
        header.write(0x80 | code);
        header.writeBytes(HexFormat.of().parseHex(length));
        header.writeBytes(new byte[4]);
        socket.sendBytes(header.toByteArray());

        assertThat(socket.readCloseCode()).isEqualTo(close);
    }

    @Test
    void a_message_of_64_kilobytes_is_read_and_one_more_byte_is_too_big() throws Exception {
        socket.sendFrame(LAST_TEXT, paddedPing(64 * 1024));
        client.next("pong");
        socket.sendFrame(LAST_TEXT, paddedPing(64 * 1024 + 1));

        assertThat(socket.readCloseCode()).isEqualTo(1009);
    }

    private static byte[] paddedPing(int length) {
        return utf8("{\"type\":\"ping\",\"padding\":\"" + "x".repeat(length - 28) + "\"}");
    }

    @Test
    void a_huge_frame_in_full_gets_the_close_code_as_well() throws Exception {
        try {
            socket.sendFrame(LAST_TEXT, new byte[5_000_000]);
        } catch (SocketException e) {
            assertThat(e).as("cut off while sending").isNotNull();
        }

        assertThat(socket.readCloseCode()).isEqualTo(1009);
    }

    @Test
    void fragments_without_end_are_refused_at_the_limit() throws Exception {
        socket.sendFrame(RawSocket.TEXT, new byte[16 * 1024]);
        for (int i = 0; i < 4; i++) {
            socket.sendFrame(RawSocket.CONTINUATION, new byte[16 * 1024]);
        }

        assertThat(socket.readCloseCode()).isEqualTo(1009);
    }

    @Test
    void empty_fragments_without_end_are_refused_too() throws Exception {
        var fragments = new ByteArrayOutputStream();
        fragments.writeBytes(RawSocket.frame(RawSocket.TEXT, new byte[0]));
        for (int i = 0; i < FrameInspector.MOST_FRAGMENTS; i++) {
            fragments.writeBytes(RawSocket.frame(RawSocket.CONTINUATION, new byte[0]));
        }
        socket.sendBytes(fragments.toByteArray());

        assertThat(socket.readCloseCode()).isEqualTo(1009);
    }

    @Test
    void fragments_are_joined_with_pings_between_them() throws Exception {
        byte[] whole = utf8("{\"type\":\"user_message\",\"session_id\":\"" + session
                + "\",\"client_message_id\":\"c-1\",\"message\":\"gr\u00fc\u00dfe \uD83D\uDE00\"}");
        for (int i = 0; i < whole.length; i++) {
            int kind = i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION;
            socket.sendFrame(i == whole.length - 1 ? RawSocket.LAST | kind : kind, new byte[] {whole[i]});
            if (i % 16 == 0) {
                socket.sendFrame(RawSocket.LAST | RawSocket.PING, new byte[] {(byte) i});
            }
        }

        assertThat(client.await("message_accepted").path("client_message_id").asText())
                .isEqualTo("c-1");
    }

    @Test
    void frames_may_be_cut_anywhere_and_glued_together() throws Exception {
        var many = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            many.writeBytes(RawSocket.frame(LAST_TEXT, paddedPing(60 + 7 * i)));
        }
        byte[] bytes = many.toByteArray();
        int at = 0;
        for (int step = 1; at < bytes.length; step = step * 3 % 1009 + 1) {
            int end = Math.min(bytes.length, at + step);
            socket.sendBytes(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }

        for (int i = 0; i < 100; i++) {
            client.next("pong");
        }
    }

    @Test
    void many_frames_in_one_go_are_not_taken_for_a_big_one() throws Exception {
        var many = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            many.writeBytes(RawSocket.frame(LAST_TEXT, paddedPing(40_000)));
        }
        socket.sendBytes(many.toByteArray());

        for (int i = 0; i < 5; i++) {
            client.next("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "a0a1", "e28280e2", "f0288cbc", "c080", "eda080", "f4908080", "fe", "22c3"})
    void text_that_is_not_utf_8_is_refused(String hex) throws Exception {
        socket.sendFrame(LAST_TEXT, HexFormat.of().parseHex(hex));

        assertThat(socket.readCloseCode()).isEqualTo(1007);
    }

    @Test
    void a_character_cut_by_the_end_of_the_message_is_refused() throws Exception {
        socket.sendFrame(RawSocket.TEXT, HexFormat.of().parseHex("22e282"));
        socket.sendFrame(RawSocket.LAST | RawSocket.CONTINUATION, HexFormat.of().parseHex("22"));

        assertThat(socket.readCloseCode()).isEqualTo(1007);
    }

    @Test
    void bytes_are_an_error_and_the_connection_lives() throws Exception {
        socket.sendFrame(RawSocket.LAST | RawSocket.BINARY, ping());

        assertThat(client.next("error").path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
        client.send("ping", Map.of());
        client.next("pong");
    }

    @Test
    void a_ping_is_answered_with_its_own_bytes() throws Exception {
        socket.sendFrame(RawSocket.LAST | RawSocket.PING, utf8("abc"));

        assertThat(socket.readUntil(RawSocket.PONG).text()).isEqualTo("abc");
    }

    @Test
    void a_flood_of_pings_is_refused() throws Exception {
        for (int i = 0; i < 201; i++) {
            socket.sendFrame(RawSocket.LAST | RawSocket.PING, new byte[0]);
        }

        assertThat(socket.readCloseCode()).isEqualTo(1008);
    }

    @Test
    void a_close_is_answered_with_the_same_code_and_the_end() throws Exception {
        socket.sendClose(1000);

        assertThat(socket.readCloseCode()).isEqualTo(1000);
        assertThat(socket.isAtEnd()).isTrue();
        await().untilAsserted(() -> assertThat(server.adapter().connections()).isZero());
    }

    @Test
    void what_follows_a_close_is_not_looked_at() throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawSocket.frame(
                RawSocket.LAST | RawSocket.CLOSE,
                ByteBuffer.allocate(2).putShort((short) 1000).array()));
        bytes.writeBytes(RawSocket.frame(LAST_TEXT, ping()));
        socket.sendBytes(bytes.toByteArray());

        assertThat(socket.readCloseCode()).isEqualTo(1000);
        assertThat(socket.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1004, 1005, 1006, 1012, 2999, 5000})
    void a_close_code_nobody_may_send_is_a_protocol_error(int code) throws Exception {
        socket.sendClose(code);

        assertThat(socket.readCloseCode()).isEqualTo(1002);
    }

    @Test
    void who_does_not_answer_our_close_is_cut_off() throws Exception {
        socket.sendFrame(0x83, new byte[0]);
        assertThat(socket.readCloseCode()).isEqualTo(1002);
        await().until(() -> {
            time.pass(Duration.ofSeconds(3));
            return server.adapter().drain(Duration.ZERO);
        });

        assertThat(socket.isAtEnd()).isTrue();
    }

    @Test
    void a_message_that_takes_too_long_is_given_up() throws Exception {
        socket.sendFrame(RawSocket.TEXT, utf8("{"));
        socket.sendFrame(RawSocket.LAST | RawSocket.PING, new byte[0]);
        socket.readUntil(RawSocket.PONG);
        time.pass(Duration.ofSeconds(31));

        assertThat(socket.readCloseCode()).isEqualTo(1008);
    }
}
