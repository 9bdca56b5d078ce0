package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that can't be obeyed: each is named, and the connection lives on. */
class BadFramesTest {

    private final ManualTime time = new ManualTime();
    private TestServer server;
    private SessionId session;
    private ChatClient client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(WebSocketConfig.STANDARD, time);
        session = server.session("ada");
        client = server.connect("ada", session);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private static SendMessage sending(SendMessage original, Supplier<SendMessage.Outcome> outcome) {
        return new SendMessage() {
            @Override
            public Outcome send(Command command) {
                return outcome.get();
            }

            @Override
            public MessageId idOf(Principal caller, SessionId where, String clientMessageId) {
                return original.idOf(caller, where, clientMessageId);
            }
        };
    }

    private JsonNode errorToAMessage(Supplier<SendMessage.Outcome> outcome) throws IOException {
        try (TestServer other = TestServer.start(
                        WebSocketConfig.STANDARD,
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                ports.followSession(),
                                sending(ports.sendMessage(), outcome),
                                ports.cancelReply(),
                                ports.markRead()));
                ChatClient sender = other.connect("ada", other.session("ada"))) {
            sender.say("hello", "m-1");
            return sender.next("error");
        }
    }

    @Test
    void a_refusal_tells_when_to_try_again() throws Exception {
        var refusal = new Refusal(ErrorCode.STORAGE_FULL, null, "not now", Duration.ofMillis(1_500));

        JsonNode error = errorToAMessage(() -> new SendMessage.Outcome.Refused(refusal));

        assertThat(error.path("error_code").asText()).isEqualTo("STORAGE_FULL");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(error.path("retry_after_ms").asLong()).isEqualTo(1_500);
        assertThat(error.path("client_message_id").asText()).isEqualTo("m-1");
    }

    @Test
    void a_store_that_is_away_is_worth_trying_again_soon() throws Exception {
        JsonNode error = errorToAMessage(() -> {
            throw new StoreException.Unavailable("jdbc:secret", new IllegalStateException());
        });

        assertThat(error.path("error_code").asText()).isEqualTo("PROCESSING_ERROR");
        assertThat(error.path("retry_after_ms").asLong()).isEqualTo(2_000);
        assertThat(error.toString()).doesNotContain("secret");
    }

    @Test
    void a_bug_does_not_say_that_it_passes() throws Exception {
        JsonNode error = errorToAMessage(() -> {
            throw new IllegalStateException("secret");
        });

        assertThat(error.path("error_code").asText()).isEqualTo("PROCESSING_ERROR");
        assertThat(error.has("retry_after_ms")).isFalse();
        assertThat(error.toString()).doesNotContain("secret");
    }

    private JsonNode errorTo(String frame) throws IOException {
        client.socket().sendText(frame.replace("{session}", session.toString()));
        JsonNode error = client.next("error");
        client.send("ping", Map.of());
        client.next("pong");
        return error;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\",}",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\"}x",
                "{'type':'ping'}",
                "{type:\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":{\"a\":1,\"a\":2}}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":Infinity}",
                "{\"type\":\"ping\",\"x\":+1}",
                "{\"type\":\"ping\",\"x\":01}",
                "{\"type\":\"ping\",\"x\":\"\u0001\"}",
                "{\"type\":\"ping\"} // and a comment",
                "[1"
            })
    void what_is_not_json_is_invalid_json(String frame) throws Exception {
        assertThat(errorTo(frame).path("error_code").asText()).isEqualTo("INVALID_JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|type",
                "{\"type\":null}|type",
                "{\"type\":7}|type",
                "{\"type\":\"\"}|type",
                "{\"type\":\"User_Message\"}|type",
                "{\"type\":\"regenerate\"}|type",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\"}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":null}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":42}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":[\"a\"]}|message",
                "{\"type\":\"user_message\",\"message\":\"hi\"}|session_id",
                "{\"type\":\"user_message\",\"session_id\":\"x\",\"message\":\"hi\"}|session_id",
                "{\"type\":\"user_message\",\"session_id\":\"1-1-1-1-1\",\"message\":\"hi\"}|session_id",
                "{\"type\":\"user_message\",\"session_id\":7,\"message\":\"hi\"}|session_id",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"timestamp\":\"now\"}|timestamp",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"timestamp\":0}|timestamp",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"timestamp\":\"2024-13-01T00:00:00Z\"}|timestamp",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"timestamp\":\"2024-01-01 00:00:00\"}|timestamp",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"client_message_id\":7}|client_message_id",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"client_message_id\":\"\"}|client_message_id",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"client_message_id\":\"a\\u0000\"}|client_message_id",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"metadata\":\"x\"}|metadata",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"hi\",\"metadata\":[]}|metadata",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"\"}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\" \\n\\t\"}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"a\\u0000b\"}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"a\\u001bb\"}|message",
                "{\"type\":\"user_message\",\"session_id\":\"{session}\",\"message\":\"half \\ud83d\"}|message",
                "{\"type\":\"resume\"}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":-1}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":1.5}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":\"1\"}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":1e3}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":9007199254740992}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":99999999999999999999999}|after_seq",
                "{\"type\":\"resume\",\"after_seq\":1,\"message_id\":\"x\"}|message_id",
                "{\"type\":\"resume\",\"after_seq\":1,\"message_id\":\"{session}\"}|attempt",
                "{\"type\":\"resume\",\"after_seq\":1,\"message_id\":\"{session}\",\"attempt\":-1,\"offset\":0}|attempt",
                "{\"type\":\"resume\",\"after_seq\":1,\"message_id\":\"{session}\",\"attempt\":4294967297,\"offset\":0}|attempt",
                "{\"type\":\"resume\",\"after_seq\":1,\"message_id\":\"{session}\",\"attempt\":1}|offset",
                "{\"type\":\"cancel\",\"reply_id\":\"x\"}|reply_id",
                "{\"type\":\"cancel\",\"message_id\":{}}|message_id",
                "{\"type\":\"cancel\",\"client_command_id\":false}|client_command_id",
                "{\"type\":\"authenticate\"}|token",
                "{\"type\":\"authenticate\",\"token\":null}|token",
                "{\"type\":\"authenticate\",\"token\":[\"ada\"]}|token",
                "{\"type\":\"authenticate\",\"token\":\"ada\",\"client_command_id\":7}|client_command_id",
                "{\"type\":\"delivered\"}|up_to_position",
                "{\"type\":\"read\",\"up_to_position\":\"all\"}|up_to_position"
            })
    void what_breaks_a_rule_names_the_field(String frame, String field) throws Exception {
        JsonNode error = errorTo(frame);

        assertThat(error.path("error_code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("details").asText()).startsWith(field + ": ");
        assertThat(error.path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"ping\"", "null", "true", "[{\"type\":\"ping\"}]"})
    void a_frame_must_be_an_object(String frame) throws Exception {
        assertThat(errorTo(frame).path("error_code").asText()).isEqualTo("INVALID_JSON");
    }

    @Test
    void an_unknown_type_is_told_the_known_ones() throws Exception {
        assertThat(errorTo("{\"type\":\"shout\"}").path("details").asText())
                .isEqualTo(
                        "type: must be one of user_message, resume, cancel, ping, delivered, read, typing, authenticate");
    }

    @Test
    void nesting_has_a_limit() throws Exception {
        client.socket().sendText("{\"type\":\"ping\",\"x\":" + "[".repeat(31) + "]".repeat(31) + "}");
        client.next("pong");

        JsonNode error = errorTo("{\"type\":\"ping\",\"x\":" + "[".repeat(32) + "]".repeat(32) + "}");
        assertThat(error.path("error_code").asText()).isEqualTo("INVALID_JSON");
        errorTo("[".repeat(30_000));
    }

    @Test
    void names_that_mean_something_elsewhere_mean_nothing_here() throws Exception {
        client.socket()
                .sendText("{\"__proto__\":{\"type\":\"x\"},\"constructor\":1,\"@class\":\"x\",\"type\":\"ping\"}");

        client.next("pong");
    }

    @Test
    void numbers_nobody_needs_do_no_harm() throws Exception {
        client.socket().sendText("{\"type\":\"ping\",\"x\":1e400,\"y\":-1e-999999}");
        client.next("pong");

        errorTo("{\"type\":\"ping\",\"x\":" + "9".repeat(60_000) + "}");
    }

    @Test
    void a_session_of_somebody_else_is_not_found() throws Exception {
        JsonNode error = errorTo("{\"type\":\"user_message\",\"session_id\":\"" + UUID.randomUUID()
                + "\",\"message\":\"hi\",\"client_message_id\":\"c-1\"}");

        assertThat(error.path("error_code").asText()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(error.path("client_message_id").asText()).isEqualTo("c-1");
    }

    @Test
    void a_message_of_4001_characters_is_too_long_and_one_of_4000_is_not() throws Exception {
        client.say("\uD83D\uDE00".repeat(4_000), "c-1");
        client.next("message_accepted");

        client.say("\uD83D\uDE00".repeat(4_001), "c-2");
        JsonNode error = client.await("error");
        while (!error.has("client_message_id")) {
            // The first one's reply fails meanwhile: so many of these are more tokens than the window has.
            error = client.await("error");
        }
        assertThat(error.path("error_code").asText()).isEqualTo("MESSAGE_TOO_LONG");
        assertThat(error.path("client_message_id").asText()).isEqualTo("c-2");
    }

    @Test
    void an_error_carries_the_clients_id_as_soon_as_it_could_be_read() throws Exception {
        assertThat(errorTo("{\"client_message_id\":\"c-1\",\"type\":\"user_message\",\"message\":")
                        .path("client_message_id")
                        .asText())
                .isEqualTo("c-1");
        assertThat(errorTo("{\"type\":7,\"client_command_id\":\"k-1\"}")
                        .path("client_command_id")
                        .asText())
                .isEqualTo("k-1");
        assertThat(errorTo("{\"type\":7,\"client_message_id\":\"" + "x".repeat(65) + "\"}")
                        .has("client_message_id"))
                .isFalse();
    }

    @Test
    void an_error_has_the_old_shape_and_no_stack_trace() throws Exception {
        JsonNode error = errorTo("{");

        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.path("message").asText()).isEqualTo("That was not valid JSON.");
        assertThat(error.path("retryable").asBoolean(true)).isFalse();
        assertThat(error.toString()).doesNotContain("Exception", "jackson", "\\n\\tat");
    }

    @Test
    void twenty_bad_frames_in_ten_seconds_close_the_connection() throws Exception {
        for (int i = 0; i < 19; i++) {
            client.socket().sendText("nonsense");
            client.next("error");
        }
        client.send("ping", Map.of());
        client.next("pong");
        client.socket().sendText("nonsense");

        client.next("error");
        assertThat(client.socket().readCloseCode()).isEqualTo(1008);
    }

    @Test
    void bad_frames_now_and_then_close_nothing() throws Exception {
        for (int i = 0; i < 40; i++) {
            client.socket().sendText("nonsense");
            client.next("error");
            time.pass(Duration.ofMillis(600));
        }

        client.send("ping", Map.of());
        client.next("pong");
    }

    @Test
    void more_messages_than_allowed_are_refused_and_then_closed() throws Exception {
        server.close();
        server = TestServer.start(
                WebSocketConfig.STANDARD.withFlood(new WebSocketConfig.Flood(3, 5, 200, Duration.ofSeconds(10))), time);
        session = server.session("ada");
        client = server.connect("ada", session);
        for (int i = 0; i < 5; i++) {
            client.send("ping", Map.of());
            client.next("pong");
        }
        client.say("too much", "c-1");
        JsonNode error = client.next("error");
        client.send("ping", Map.of());
        client.next("error");
        client.send("ping", Map.of());
        client.next("error");

        assertThat(error.path("error_code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(error.path("retry_after_ms").asLong()).isEqualTo(10_000);
        assertThat(error.path("client_message_id").asText()).isEqualTo("c-1");
        assertThat(client.socket().readCloseCode()).isEqualTo(1008);
    }
}
