package dev.parley.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.bootstrap.settings.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed texts at a whole server with its database: on, off again, other keys, damage. What is slow, the start, is done seldom. */
class EncryptionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = key(1);
    private static final String SECOND = key(2);
    private static final String BEFORE = "written before anybody thought of it";
    private static final String AFTER = "written when the key was there";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    private record Answer(int status, JsonNode json) {}

    /** Somebody, and a talk of theirs. */
    private record Ada(String token, String session) {}

    private static String key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return Base64.getEncoder().encodeToString(key);
    }

    private ChatServer start(Map<String, String> further) {
        var environment = new HashMap<>(further);
        environment.put("PARLEY_DEMO_SPEED", "10000");
        return TestServers.start(data, environment);
    }

    private Answer call(ChatServer server, String method, String path, String token, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private Ada ada(ChatServer server) {
        var account = "{\"username\":\"ada\",\"email\":\"ada@example.com\",\"password\":\"a long pass phrase\"}";
        String token = call(server, "POST", "/api/auth/register/", "", account)
                .json
                .path("access_token")
                .asText();
        return new Ada(token, talk(server, token));
    }

    private Ada guest(ChatServer server) {
        String token = call(server, "POST", "/api/auth/guest/", "", "{}")
                .json
                .path("token")
                .asText();
        return new Ada(token, talk(server, token));
    }

    private String talk(ChatServer server, String token) {
        Answer made = call(server, "POST", "/api/chat/session/create/", token, "{}");
        return made.json.path("session_id").asText();
    }

    private void say(ChatServer server, Ada who, String text) {
        var message = JSON.createObjectNode().put("session_id", who.session).put("content", text);
        assertThat(call(server, "POST", "/api/chat/messages/?wait=true", who.token, message.toString()).status)
                .isEqualTo(200);
    }

    private List<String> said(ChatServer server, Ada who) {
        JsonNode messages = call(
                        server, "GET", "/api/chat/session/" + who.session + "/history/?limit=100", who.token, "")
                .json
                .path("messages");
        return Stream.iterate(0, i -> i + 1)
                .limit(messages.size())
                .map(messages::get)
                .filter(message -> message.path("type").asText().equals("user"))
                .map(message -> message.path("content").asText())
                .toList();
    }

    private int encrypt(Map<String, String> further, String... options) {
        Map<String, String> environment = new HashMap<>(further);
        environment.put("PARLEY_DATA_DIR", data.toString());
        String[] arguments =
                Stream.concat(Stream.of("encrypt"), Stream.of(options)).toArray(String[]::new);
        return CommandLines.run(
                new Surroundings(
                        environment,
                        data,
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8)),
                arguments);
    }

    private String told() {
        return out.toString(UTF_8) + err.toString(UTF_8);
    }

    private boolean isInAFile(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .anyMatch(file -> holds(file, text, UTF_8) || holds(file, text, UTF_16LE));
        }
    }

    private static boolean holds(Path file, String text, Charset charset) {
        try {
            var bytes = new String(Files.readAllBytes(file), ISO_8859_1);
            return bytes.contains(new String(text.getBytes(charset), ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void it_is_switched_on_later_and_its_keys_are_changed_while_people_talk() throws Exception {
        Ada ada;
        try (ChatServer server = start(Map.of())) {
            ada = ada(server);
            say(server, ada, BEFORE);
            assertThat(encrypt(Map.of("PARLEY_HTTP_PORT", Integer.toString(server.port()))))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(told()).contains("encryption.key");
        }
        assertThat(isInAFile(BEFORE)).isTrue();

        int port = freePort();
        var on = Map.of("PARLEY_ENCRYPTION_KEY", FIRST, "PARLEY_HTTP_PORT", Integer.toString(port));
        try (ChatServer server = start(on)) {
            assertThat(said(server, ada)).containsExactly(BEFORE);
            say(server, ada, AFTER);
            assertThat(said(server, ada)).containsExactly(BEFORE, AFTER);

            assertThat(encrypt(on)).as(told()).isEqualTo(ExitCode.DONE);
            assertThat(encrypt(on, "--new-keys")).as(told()).isEqualTo(ExitCode.DONE);

            assertThat(told()).contains("1 tenants have a new data key", "All texts are sealed");
            assertThat(said(server, ada)).containsExactly(BEFORE, AFTER);
            assertThat(sessionsByTitle(server, ada)).containsExactly(ada.session);
            JsonNode export = call(server, "GET", "/api/users/me/export/", ada.token, "").json;
            assertThat(export.toString()).contains(BEFORE, AFTER);
            for (String path : List.of("/api/admin/encryption/keys/", "/api/admin/encryption/words/")) {
                assertThat(call(server, "POST", path, ada.token, "").status).isEqualTo(403);
                assertThat(call(server, "POST", path, "", "").status).isEqualTo(401);
            }
        }

        var changed = Map.of("PARLEY_ENCRYPTION_KEY", SECOND, "PARLEY_ENCRYPTION_OLD_KEYS", FIRST);
        assertThat(encrypt(changed)).as(told()).isEqualTo(ExitCode.DONE);
        assertThat(told()).contains("1 tenants' data keys are wrapped by the present master key");
        try (ChatServer server = start(Map.of("PARLEY_ENCRYPTION_KEY", SECOND))) {
            assertThat(said(server, ada)).containsExactly(BEFORE, AFTER);
        }
        assertRefused(Map.of("PARLEY_ENCRYPTION_KEY", FIRST), "encryption.old_keys");
        assertRefused(Map.of(), "encryption.key");
    }

    private List<String> sessionsByTitle(ChatServer server, Ada who) {
        return call(server, "GET", "/api/chat/sessions/?sort=title", who.token, "")
                .json
                .path("sessions")
                .findValuesAsText("session_id");
    }

    private void assertRefused(Map<String, String> further, String told) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> start(further).close())
                .withMessageContaining("master key")
                .withMessageContaining(told)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(FIRST, SECOND));
    }

    /** By a key from a file; the damaged talk says so, the other goes on, and the log holds neither text nor key. */
    @Test
    void nothing_of_it_is_in_any_file_or_log_and_damage_breaks_nothing_else() throws Exception {
        Path file = Files.writeString(data.resolveSibling("keys-of-" + data.getFileName()), "# keys\n" + FIRST + "\n");
        var on = Map.of("PARLEY_ENCRYPTION_KEY_FILE", file.toString());
        Ada ada;
        Ada other;
        String log;
        try (WholeLog all = new WholeLog()) {
            try (ChatServer server = start(on)) {
                ada = guest(server);
                other = new Ada(ada.token, talk(server, ada.token));
                say(server, ada, AFTER);
                say(server, other, AFTER);
            }
            assertThat(isInAFile(AFTER)).isFalse();
            damage(ada.session);
            try (ChatServer server = start(on)) {
                Answer damaged = call(server, "GET", "/api/chat/session/" + ada.session + "/history/", ada.token, "");
                assertThat(damaged.status).isGreaterThanOrEqualTo(500);
                assertThat(damaged.json.path("error_code").asText()).isEqualTo("PROCESSING_ERROR");
                assertThat(said(server, other)).containsExactly(AFTER);
                say(server, other, BEFORE);
                assertThat(sessionsByTitle(server, ada)).hasSize(2);
            }
            log = all.text();
        } finally {
            Files.delete(file);
        }
        assertThat(log).contains("chat_messages.content of session " + ada.session);
        assertThat(log.contains(AFTER)).isFalse();
        assertThat(log.contains(FIRST)).isFalse();
    }

    private void damage(String session) throws Exception {
        MssqlConfig config = MssqlConfig.embedded(data);
        try (var connection = DriverManager.getConnection(
                        config.url(), config.user(), config.password().value());
                var statement = connection.prepareStatement("UPDATE dbo.chat_messages SET content ="
                        + " SUBSTRING(content, 1, 30) || 'AAAA' || SUBSTRING(content, 35) WHERE session_id = ?")) {
            statement.setObject(1, UUID.fromString(session));
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    @Test
    void keys_that_are_none_are_named_and_not_shown() throws IOException {
        Path file = Files.writeString(data.resolve("keys"), "\n" + FIRST.substring(4));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> start(Map.of("PARLEY_ENCRYPTION_KEY", FIRST.substring(4))))
                .withMessageContaining("PARLEY_ENCRYPTION_KEY")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(FIRST.substring(4)));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> start(Map.of("PARLEY_ENCRYPTION_KEY_FILE", file.toString())))
                .withMessageContaining("line 2")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(FIRST.substring(4)));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> start(Map.of("PARLEY_ENCRYPTION_OLD_KEYS", FIRST)))
                .withMessageContaining("old_keys");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() ->
                        start(Map.of("PARLEY_ENCRYPTION_KEY", FIRST, "PARLEY_ENCRYPTION_KEY_FILE", file.toString())))
                .withMessageContaining("beside");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
