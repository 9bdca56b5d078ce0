package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger with a raw socket, knowing the source, at a whole server with its database. One server for all tests of a
 * class: after each it still serves somebody else, and nothing of what was sent has made it log a failure of its own.
 */
abstract class Attacked {

    static final String PING_FRAME = "{\"type\":\"ping\"}";
    static final String MESSAGES = "/api/chat/messages/";
    static final String SESSIONS = "/api/chat/sessions/";

    private static final String ORIGIN = "https://good.example";

    @TempDir
    static Path data;

    static ChatServer server;
    static Caller api;

    private static LoggedFailures failures;

    String token;
    String session;

    @BeforeAll
    static void start() {
        failures = new LoggedFailures();
        var environment = new LinkedHashMap<String, String>();
        for (String free : List.of("GUESTS", "REGISTRATIONS", "CONNECTIONS", "MESSAGES")) {
            environment.put("PARLEY_LIMITS_" + free + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        environment.put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "60");
        environment.put("PARLEY_WEB_ALLOWED_ORIGINS", ORIGIN);
        environment.put("PARLEY_DEMO_SPEED", "100000");
        server = TestServers.start(data, environment);
        api = new Caller(server);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
        failures.close();
    }

    @BeforeEach
    void begin() {
        failures.forget();
        token = api.guest();
        session = api.session(token);
    }

    @AfterEach
    void nobody_else_notices() throws Exception {
        String other = api.guest();
        try (var normal = RawFrames.open(server.port(), api.session(other), other)) {
            normal.text(PING_FRAME).readUntil("\"pong\"");
        }
        assertThat(failures.lines()).isEmpty();
    }

    final RawFrames open() throws IOException {
        return RawFrames.open(server.port(), session, token);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    final String message(String text, String id) {
        return object("type", "user_message", "session_id", session, "message", text, "client_message_id", id);
    }

    final JsonNode history() {
        return history(token, session);
    }

    static JsonNode history(String whose, String where) {
        return api.get("/api/chat/session/" + where + "/history/?limit=100", whose)
                .good()
                .path("messages");
    }
}
