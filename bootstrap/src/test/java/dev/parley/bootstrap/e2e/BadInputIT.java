package dev.parley.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.process.ServerProcess;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients should not send: each thing has its code, none harms the server, none shows its insides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private HttpClient http;
    private ServerProcess server;
    private Api person;
    private String session;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        server = ServerProcess.start(folder, Map.of("PARLEY_DEMO_SPEED", "10000"));
    }

    @BeforeEach
    void begin() {
        person = Api.guest(http, server.port());
        session = person.session();
    }

    @AfterEach
    void theServerLivesOn() {
        Api.Answer answer = person.post("/api/chat/messages/?wait=true", Api.message(session, "last", "Hello"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("reply").path("state").asText()).isEqualTo("complete");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INVALID_JSON | not JSON",
                "INVALID_JSON | {\"type\":",
                "INVALID_JSON | []",
                "INVALID_MESSAGE | {}",
                "INVALID_MESSAGE | {\"type\":7}",
                "INVALID_MESSAGE | {\"type\":\"shout\"}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"session_id\":\"SESSION\"}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"message\":\"no session\"}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"session_id\":\"SESSION\",\"message\":5}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"session_id\":\"SESSION\",\"message\":\"  \"}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"session_id\":\"SESSION\",\"message\":\"a\\u0000b\"}",
                "INVALID_MESSAGE | {\"type\":\"user_message\",\"session_id\":\"here\",\"message\":\"hi\"}",
                "SESSION_NOT_FOUND | {\"type\":\"user_message\",\"session_id\":\"FOREIGN\",\"message\":\"hi\"}",
                "MESSAGE_TOO_LONG | {\"type\":\"user_message\",\"session_id\":\"SESSION\",\"message\":\"LONG\"}",
            })
    void a_bad_frame_gets_its_code_and_the_connection_lives_on(String code, String frame) throws Exception {
        try (Socket socket = Socket.open(person, session)) {
            socket.send(filled(frame));
            JsonNode error = socket.next("error");
            socket.send("{\"type\":\"ping\"}");
            socket.next("pong");

            assertThat(error.path("error_code").asText()).isEqualTo(code);
            assertNothingInside(error.toString());
        }
    }

    @Test
    void deep_nesting_is_refused_and_the_connection_lives_on() throws Exception {
        try (Socket socket = Socket.open(person, session)) {
            socket.send("{\"type\":\"ping\",\"metadata\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
            JsonNode error = socket.next("error");
            socket.send("{\"type\":\"ping\"}");
            socket.next("pong");

            assertThat(error.path("error_code").asText()).startsWith("INVALID_");
            assertNothingInside(error.toString());
        }
    }

    @Test
    void a_huge_frame_closes_with_too_big() throws Exception {
        try (Socket socket = Socket.open(person, session)) {
            socket.send("x".repeat(70_000));

            assertThat(socket.awaitClosed()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | INVALID_JSON | not JSON",
                "400 | INVALID_MESSAGE | {}",
                "400 | INVALID_MESSAGE | {\"session_id\":\"SESSION\"}",
                "400 | INVALID_MESSAGE | {\"session_id\":\"SESSION\",\"content\":[]}",
                "400 | INVALID_MESSAGE | {\"session_id\":\"SESSION\",\"content\":\" \"}",
                "400 | INVALID_MESSAGE | {\"session_id\":\"SESSION\",\"content\":\"a\\u0000b\"}",
                "404 | SESSION_NOT_FOUND | {\"session_id\":\"FOREIGN\",\"content\":\"hi\"}",
            })
    void a_bad_request_gets_a_problem_document(int status, String code, String body) {
        Api.Answer answer = person.post("/api/chat/messages/", filled(body));

        assertThat(answer.json().path("error_code").asText()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertNothingInside(answer.body());
    }

    @Test
    void a_message_of_one_character_too_many_is_refused_and_one_less_is_taken() {
        Api.Answer tooLong = person.post("/api/chat/messages/", Api.message(session, "a", "👍".repeat(4_001)));
        Api.Answer longest = person.post("/api/chat/messages/", Api.message(session, "b", "👍".repeat(4_000)));

        assertThat(tooLong.json().path("error_code").asText()).isEqualTo("MESSAGE_TOO_LONG");
        assertNothingInside(tooLong.body());
        assertThat(longest.status()).isEqualTo(202);
    }

    /** {@code SESSION}, {@code FOREIGN} and {@code LONG} stand for what a table can't hold. */
    private String filled(String text) {
        return text.replace("SESSION", session)
                .replace("FOREIGN", UUID.randomUUID().toString())
                .replace("LONG", "x".repeat(4_001));
    }

    private static void assertNothingInside(String answer) {
        assertThat(answer).doesNotContain("Exception", "\tat ", ".java", "dev.parley", "com.fasterxml", "org.h2");
    }
}
