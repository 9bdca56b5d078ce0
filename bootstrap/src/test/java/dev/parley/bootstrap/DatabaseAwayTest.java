package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.bootstrap.metrics.Figures;
import dev.parley.domain.message.TextDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose database, a server of its own, goes away and comes back. */
class DatabaseAwayTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private Server database;
    private ChatServer server;
    private TestHttp http;
    private String guest;
    private String session;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(data.resolve("db"));
        database = database("0");
        startServer();
        guest = http.post("/api/auth/guest/", "").text("token");
        session = http.post("/api/chat/session/create/", guest).text("session_id");
    }

    private Server database(String port) throws SQLException {
        return Server.createTcpServer(
                        "-tcpPort",
                        port,
                        "-ifNotExists",
                        "-baseDir",
                        data.resolve("db").toString())
                .start();
    }

    private void startServer() {
        server = TestServers.start(
                data.resolve("node"),
                Map.of(
                        "PARLEY_DB_URL",
                        "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./parley",
                        "PARLEY_DB_USER",
                        "sa",
                        "PARLEY_DB_CONNECT_TIMEOUT",
                        "500ms",
                        "PARLEY_DB_JOURNAL_MESSAGES",
                        "5",
                        "PARLEY_DEMO_SPEED",
                        "10000"));
        http = new TestHttp(server);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        database.stop();
    }

    private void databaseIsBack() throws SQLException {
        database = database(Integer.toString(database.getPort()));
    }

    private String message(String id) {
        return TestHttp.object(
                "type", "user_message", "session_id", session, "client_message_id", id, "message", "echo " + id);
    }

    private TestSocket socket() {
        TestSocket socket = TestSocket.open(http.client(), server.port(), session, guest);
        socket.send("{\"type\":\"resume\",\"after_seq\":0}");
        return socket;
    }

    private static List<String> accepted(TestSocket socket, String durability) {
        return socket.frames("\"durability\":\"" + durability + "\"");
    }

    private String health() {
        return http.get("/health/ready", "")
                .json()
                .at("/dependencies/journal/status")
                .asText();
    }

    @Test
    void people_are_told_once_and_answered_when_it_is_back() throws Exception {
        try (TestSocket socket = socket()) {
            socket.send(message("before"));
            await().atMost(LONG).until(() -> socket.frames("ai_complete").size() == 1);
            assertThat(health()).isEqualTo("up");
            database.stop();

            socket.send(message("m-1"));
            socket.send(message("m-2"));

            await().atMost(LONG).until(() -> accepted(socket, "journal").size() == 2);
            assertThat(accepted(socket, "journal")).noneMatch(frame -> frame.contains("\"seq\""));
            assertThat(socket.frames("STORAGE_DEGRADED"))
                    .singleElement()
                    .asString()
                    .doesNotContain("m-1");
            assertThat(health()).isEqualTo("degraded");
            Figures figures = Figures.read(http.get("/metrics", "").text());
            assertThat(figures.sum("parley_database_away")).isEqualTo(1);
            assertThat(figures.sum("parley_journal_messages")).isEqualTo(2);
            assertThat(figures.sum("parley_messages_accepted_total", "durability", "journal"))
                    .isEqualTo(2);
            assertThat(socket.isOpen()).isTrue();

            databaseIsBack();

            await().atMost(LONG).until(() -> socket.frames("ai_complete").size() == 3);
            assertThat(accepted(socket, "db")).hasSize(3).allMatch(frame -> frame.contains("\"seq\""));
            assertThat(accepted(socket, "db").get(1)).contains("m-1");
            assertThat(accepted(socket, "db").get(2)).contains("m-2");
            await().atMost(LONG).until(() -> health().equals("up"));
        }
    }

    /** What a client has of a reply: what it was told, put together by the protocol's rules. */
    private static String shown(TestSocket socket, String reply) {
        var text = new StringBuilder();
        for (String frame : socket.frames(reply)) {
            JsonNode told = TestHttp.parse(frame);
            if (told.path("type").asText().equals("ai_started")) {
                text.setLength(told.path("base_offset").asInt());
            } else if (told.path("type").asText().equals("ai_chunk")) {
                assertThat(told.path("offset").asInt()).isEqualTo(text.length());
                text.append(told.path("content").asText());
            }
        }
        return text.toString();
    }

    private static String replyTo(TestSocket socket, String id) {
        return TestHttp.parse(accepted(socket, "journal").stream()
                        .filter(frame -> frame.contains(id))
                        .findFirst()
                        .orElseThrow())
                .path("reply_id")
                .asText();
    }

    @Test
    void a_reply_is_seen_meanwhile_and_is_stored_as_it_was_seen() throws Exception {
        try (TestSocket socket = socket()) {
            socket.send(message("before"));
            await().atMost(LONG).until(() -> socket.frames("ai_complete").size() == 1);
            database.stop();

            socket.send(message("m-1"));
            socket.send(message("m-2"));

            await().atMost(LONG).until(() -> accepted(socket, "journal").size() == 2);
            String first = replyTo(socket, "m-1");
            String second = replyTo(socket, "m-2");
            await().atMost(LONG).until(() -> shown(socket, second).contains("m-2"));
            assertThat(shown(socket, first)).contains("m-1");
            assertThat(socket.frames("ai_complete")).hasSize(1);
            assertThat(http.get("/health/ready", "").status()).isEqualTo(200);

            databaseIsBack();

            await().atMost(LONG).until(() -> socket.frames("ai_complete").size() == 3);
            for (String reply : List.of(first, second)) {
                JsonNode end = TestHttp.parse(socket.frames("ai_complete").stream()
                        .filter(frame -> frame.contains(reply))
                        .findFirst()
                        .orElseThrow());
                assertThat(shown(socket, reply))
                        .isEqualTo(end.path("full_response").asText());
                assertThat(TextDigest.sha256(shown(socket, reply)))
                        .isEqualTo(end.path("text_sha256").asText());
            }
            assertThat(http.get("/api/chat/session/" + session + "/history/", guest)
                            .json()
                            .findValuesAsText("message_id"))
                    .containsOnlyOnce(first, second);
        }
    }

    @Test
    void what_was_answered_is_there_after_the_death_of_the_node_too() throws Exception {
        String reply;
        try (TestSocket socket = socket()) {
            await().atMost(LONG).until(() -> !socket.frames("resumed").isEmpty());
            database.stop();
            socket.send(message("m-1"));
            await().atMost(LONG).until(() -> accepted(socket, "journal").size() == 1);
            reply = replyTo(socket, "m-1");
            await().atMost(LONG).until(() -> shown(socket, reply).contains("m-1"));
        }
        http.close();
        server.close();
        databaseIsBack();

        startServer();

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(http.get("/api/chat/session/" + session + "/history/", guest)
                                .json()
                                .findValuesAsText("message_id"))
                        .containsOnlyOnce(reply));
    }

    @Test
    void what_was_accepted_is_there_after_the_death_of_the_node_too() throws Exception {
        try (TestSocket socket = socket()) {
            await().atMost(LONG).until(() -> !socket.frames("resumed").isEmpty());
            database.stop();
            socket.send(message("m-1"));
            await().atMost(LONG).until(() -> accepted(socket, "journal").size() == 1);
        }
        http.close();
        server.close();
        databaseIsBack();

        startServer();

        try (TestSocket socket = socket()) {
            await().atMost(LONG).until(() -> socket.frames("ai_complete").size() == 1);
            assertThat(socket.frames("\"client_message_id\":\"m-1\"")).hasSize(1);
            socket.send(message("m-1"));
            await().atMost(LONG).until(() -> accepted(socket, "db").size() == 1);
            assertThat(accepted(socket, "db").getFirst()).contains("\"duplicate\":true");
        }
    }

    @Test
    void over_rest_a_message_is_taken_and_a_full_journal_says_when_to_come_again() throws Exception {
        http.get("/api/chat/session/" + session + "/", guest);
        database.stop();
        for (int number = 1; number <= 5; number++) {
            TestHttp.Answer answer = said("m-" + number);
            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
            assertThat(answer.text("durability")).isEqualTo("journal");
            assertThat(answer.json().has("seq")).isFalse();
        }

        TestHttp.Answer full = said("one more");

        assertThat(full.status()).isEqualTo(503);
        assertThat(full.text("error_code")).isEqualTo("STORAGE_FULL");
        assertThat(full.header("Retry-After")).isNotEmpty();
        databaseIsBack();
        await().atMost(LONG).until(() -> said("one more").text("durability").equals("db"));
        List<String> said = http.get("/api/chat/session/" + session + "/history/", guest)
                .json()
                .findValuesAsText("client_message_id");
        assertThat(said).containsSubsequence("m-1", "m-2", "m-3", "m-4", "m-5", "one more");
    }

    private TestHttp.Answer said(String id) {
        return http.post(
                "/api/chat/messages/", guest, "session_id", session, "content", "echo " + id, "client_message_id", id);
    }

    @Test
    void a_stranger_learns_nothing_of_a_session_meanwhile() throws Exception {
        http.get("/api/chat/session/" + session + "/", guest);
        String stranger = http.post("/api/auth/guest/", "").text("token");
        database.stop();

        TestHttp.Answer known = http.post(
                "/api/chat/messages/", stranger, "session_id", session, "content", "Hello", "client_message_id", "x");
        TestHttp.Answer unknown = http.post(
                "/api/chat/messages/",
                stranger,
                "session_id",
                "00000000-0000-4000-8000-000000000001",
                "content",
                "Hello",
                "client_message_id",
                "x");

        assertThat(known.status()).isEqualTo(unknown.status()).isEqualTo(503);
        assertThat(known.text("error_code"))
                .isEqualTo(unknown.text("error_code"))
                .isEqualTo("HISTORY_UNAVAILABLE");
    }
}
