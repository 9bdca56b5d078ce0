package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.bootstrap.tls.PemFiles;
import dev.parley.bootstrap.tls.PinnedCertificate;
import dev.parley.bootstrap.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do from the command line, with a server and without one. */
class OperatorCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "a long pass phrase";
    private static final String ADMIN = "{\"username\":\"root\",\"password\":\"" + PASSWORD + "\"}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    private int run(String input, String... arguments) {
        environment.put("PARLEY_DATA_DIR", folder.toString());
        return CommandLines.run(
                new Surroundings(
                        environment,
                        folder,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }

    private int createRoot() {
        return run(PASSWORD + "\n", "create-admin", "--username", "root", "--email", "root@example.com");
    }

    private static HttpResponse<String> post(ChatServer server, String path, String token, String body)
            throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode logIn(ChatServer server) throws Exception {
        var answer = post(server, "/api/auth/login/", "", ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void an_administrator_is_made_without_a_server() throws Exception {
        assertThat(createRoot()).as(err.toString(StandardCharsets.UTF_8)).isZero();

        try (ChatServer server = TestServers.start(folder)) {
            JsonNode root = logIn(server);
            assertThat(root.path("user").path("role").asText()).isEqualTo("admin");
            String token = root.path("access_token").asText();
            assertThat(post(server, "/api/admin/audit/verify/", token, "").statusCode())
                    .isEqualTo(200);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("root").doesNotContain(PASSWORD);
    }

    @Test
    void it_is_made_beside_a_running_server_and_the_audit_log_knows() throws Exception {
        try (ChatServer server = TestServers.start(folder)) {
            assertThat(createRoot()).as(err.toString(StandardCharsets.UTF_8)).isZero();

            assertThat(logIn(server).path("user").path("role").asText()).isEqualTo("admin");
            assertThat(run("", "verify-audit")).isZero();
            // The account, the login, and that somebody looks.
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("Sound: 3 entries");
        }
    }

    @Test
    void it_is_made_beside_a_server_with_tls_on_a_port_of_its_own_choice() throws Exception {
        TestCertificate first = TestCertificate.make(folder, "first", "EC");
        TestCertificate second = TestCertificate.make(folder, "second", "EC");
        PemFiles files = first.writeTo(folder.resolve("shown.pem"), folder.resolve("shown.key"));
        Map<String, String> tls = Map.of(
                "PARLEY_HTTP_TLS_CERTIFICATE", files.certificate().toString(),
                "PARLEY_HTTP_TLS_KEY", files.key().toString());
        Path told = folder.resolve(ServerFile.NAME);
        try (ChatServer server = TestServers.start(folder, tls)) {
            assertThat(createRoot()).as(err.toString(StandardCharsets.UTF_8)).isZero();

            assertThat(Files.readString(told)).contains("https://127.0.0.1:" + server.port());
            assertThat(Files.getPosixFilePermissions(told))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            second.writeTo(files.certificate(), files.key());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(told).contains(PinnedCertificate.pin(second.certificate())));
            assertThat(run("", "verify-audit"))
                    .as(err.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
        assertThat(told).doesNotExist();
    }

    @Test
    void a_server_that_shows_another_certificate_is_told_nothing() throws Exception {
        PemFiles files = TestCertificate.make(folder, "first", "EC")
                .writeTo(folder.resolve("shown.pem"), folder.resolve("shown.key"));
        Map<String, String> tls = Map.of(
                "PARLEY_HTTP_TLS_CERTIFICATE", files.certificate().toString(),
                "PARLEY_HTTP_TLS_KEY", files.key().toString());
        try (ChatServer server = TestServers.start(folder, tls)) {
            Path told = folder.resolve(ServerFile.NAME);
            Files.writeString(told, Files.readString(told).replaceAll("[0-9a-f]{64}", "0".repeat(64)));

            assertThat(createRoot()).isEqualTo(ExitCode.FAILED);

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("can't be reached");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void a_server_that_does_not_say_where_it_is_yet_is_waited_for_by_people() throws Exception {
        try (ChatServer server = TestServers.start(folder)) {
            Files.delete(folder.resolve(ServerFile.NAME));

            assertThat(run("", "verify-audit")).isEqualTo(ExitCode.FAILED);

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("Try again");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void what_is_wrong_is_told() {
        assertThat(run("short\n", "create-admin", "--username", "root", "--email", "root@example.com"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("password").doesNotContain("short");
        assertThat(run("", "create-admin", "--username", "root", "--email", "root@example.com"))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void keys_are_rotated_while_old_tokens_go_on() throws Exception {
        assertThat(createRoot()).isZero();
        Path keys = folder.resolve(ChatServer.KEYS_FILE);
        String before = Files.readString(keys);

        try (ChatServer server = TestServers.start(folder)) {
            String old = logIn(server).path("access_token").asText();
            assertThat(run("", "rotate-keys")).isZero();

            String after = Files.readString(keys);
            assertThat(JSON.readTree(after).path("keys")).hasSize(2);
            assertThat(JSON.readTree(after).path("keys").get(1))
                    .isEqualTo(JSON.readTree(before).path("keys").get(0));
            assertThat(post(server, "/api/admin/audit/verify/", old, "").statusCode())
                    .isEqualTo(200);
        }
        try (ChatServer server = TestServers.start(folder)) {
            assertThat(kid(logIn(server).path("access_token").asText()))
                    .isEqualTo(JSON.readTree(Files.readString(keys))
                            .path("keys")
                            .get(0)
                            .path("kid")
                            .asText());
        }
    }

    @Test
    void damaged_keys_are_named_and_left_alone() throws Exception {
        Files.writeString(folder.resolve(ChatServer.KEYS_FILE), "{}");

        assertThat(run("", "rotate-keys")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("signing-keys.json");
        assertThat(Files.readString(folder.resolve(ChatServer.KEYS_FILE))).isEqualTo("{}");
    }

    private static String kid(String token) throws Exception {
        String head = token.substring(0, token.indexOf('.'));
        return JSON.readTree(Base64.getUrlDecoder().decode(head)).path("kid").asText();
    }
}
