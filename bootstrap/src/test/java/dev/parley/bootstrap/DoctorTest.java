package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.bootstrap.tls.PemFiles;
import dev.parley.bootstrap.tls.TestCertificate;
import dev.parley.domain.canary.Canaries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.embedded.RedisServer;

/** {@code parley doctor} looks at real parts. */
class DoctorTest {

    private static final String KEY = "hunter2-api-key";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void configure() throws IOException {
        environment.put("PARLEY_DATA_DIR", folder.resolve("data").toString());
        environment.put("PARLEY_HTTP_PORT", Integer.toString(freePort()));
    }

    @Test
    void before_the_first_start_nothing_is_wrong_and_nothing_is_made() {
        assertFine();

        assertThat(line("configuration")).startsWith("ok ");
        assertThat(line("data folder")).startsWith("ok ").contains("made at the first start", "MB free");
        assertThat(line("database")).startsWith("ok ").contains("no file yet");
        assertThat(line("clock")).startsWith("ok ").contains("this machine's says 20");
        assertThat(line("model")).startsWith("warn").contains("demo model", "llm.base_url");
        assertThat(line("port")).startsWith("ok ").contains("is free");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_running_server_is_known_by_its_port() throws Exception {
        try (var server = TestServers.start(folder.resolve("data"))) {
            environment.put("PARLEY_HTTP_PORT", Integer.toString(server.port()));

            assertFine();
        }

        assertThat(line("port")).startsWith("ok ").contains("a running Parley listens");
    }

    @Test
    void beside_a_running_server_with_tls_too() throws Exception {
        PemFiles files = TestCertificate.make(folder, "chat", "EC")
                .writeTo(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        environment.put("PARLEY_HTTP_TLS_CERTIFICATE", files.certificate().toString());
        environment.put("PARLEY_HTTP_TLS_KEY", files.key().toString());
        Map<String, String> tls = new HashMap<>(environment);
        tls.put("PARLEY_HTTP_PORT", "0");
        try (var server = TestServers.start(folder.resolve("data"), tls)) {
            environment.put("PARLEY_HTTP_PORT", Integer.toString(server.port()));

            assertFine();
        }

        assertThat(line("certificate")).startsWith("ok ").contains("CN=chat", "valid until");
        assertThat(line("port")).startsWith("ok ").contains("a running Parley listens");
    }

    @Test
    void a_database_nobody_uses_tells_how_far_it_is() {
        TestServers.start(folder.resolve("data")).close();

        assertFine();

        assertThat(line("database")).startsWith("ok ").contains("H2 2.", "schema version ");
        assertThat(line("clock")).startsWith("ok ").contains("agree");
    }

    @Test
    void a_database_that_is_not_there_is_named() throws Exception {
        environment.put("PARLEY_DB_URL", "jdbc:sqlserver://127.0.0.1:" + freePort() + ";databaseName=parley");
        environment.put("PARLEY_DB_PASSWORD", KEY);
        environment.put("PARLEY_DB_CONNECT_TIMEOUT", "1s");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("database")).startsWith("fail").contains("db.url");
        assertThat(line("clock")).startsWith("ok ");
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void all_that_is_wrong_with_the_configuration_is_told() {
        environment.put("PARLEY_HTTP_TLS_KEYSTORE_PASSWORD", KEY);
        environment.put("PARLEY_NODE_GRACE", "soon");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(text().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("fail  configuration"))
                .anyMatch(line -> line.contains("node.grace"))
                .anyMatch(line -> line.contains("http.tls.keystore"));
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void a_refused_api_key_is_told_and_not_shown() throws Exception {
        try (var model = new MockWebServer()) {
            model.enqueue(new MockResponse.Builder().code(401).build());
            start(model);

            assertThat(doctor()).isEqualTo(ExitCode.FAILED);

            assertThat(line("model")).startsWith("fail").contains("the API key is refused", "llm.api_key");
            assertThat(text()).doesNotContain(KEY);
            var asked = model.takeRequest();
            assertThat(asked.getTarget()).isEqualTo("/v1/models");
            assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
        }
    }

    @Test
    void a_model_that_is_offered_is_fine_and_another_is_not() throws Exception {
        try (var model = new MockWebServer()) {
            String list = "{\"data\":[{\"id\":\"small\"},{\"id\":\"large\"}]}";
            model.enqueue(new MockResponse.Builder().body(list).build());
            model.enqueue(new MockResponse.Builder().body(list).build());
            start(model);
            environment.put("PARLEY_LLM_MODEL", "small");

            assertFine();
            assertThat(line("model")).startsWith("ok ").contains("small");

            out.reset();
            environment.put("PARLEY_LLM_MODEL", "huge");
            assertFine();
            assertThat(line("model")).startsWith("warn").contains("does not list huge", "llm.model");
        }
    }

    @Test
    void a_model_that_is_away_is_told() throws Exception {
        environment.put("PARLEY_LLM_BASE_URL", "http://127.0.0.1:" + freePort() + "/v1");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("model")).startsWith("fail").contains("can't be reached", "llm.base_url");
    }

    @ParameterizedTest
    @CsvSource({
        "404, '', warn, llm.base_url",
        "429, '', warn, too many requests",
        "500, '', fail, try again later",
        "403, '', fail, llm.api_key",
        "200, '<html>', warn, llm.base_url"
    })
    void what_else_a_service_may_answer_is_told(int status, String body, String level, String hint) throws Exception {
        try (var model = new MockWebServer()) {
            model.enqueue(new MockResponse.Builder().code(status).body(body).build());
            start(model);

            assertThat(doctor()).isEqualTo(level.equals("fail") ? ExitCode.FAILED : ExitCode.DONE);
        }

        assertThat(line("model")).startsWith(level).contains(hint);
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void a_database_that_is_behind_is_taken_along_at_the_next_start() throws Exception {
        TestServers.start(folder.resolve("data")).close();
        var database = MssqlConfig.embedded(folder.resolve("data"));
        try (var connection = DriverManager.getConnection(database.url(), database.user(), "");
                var statement = connection.createStatement()) {
            statement.execute("DELETE FROM dbo.\"chat_schema_history\" WHERE \"installed_rank\" ="
                    + " (SELECT MAX(\"installed_rank\") FROM dbo.\"chat_schema_history\")");
        }

        assertFine();

        assertThat(line("database")).startsWith("warn").contains("1 steps behind", "at the next start");
    }

    @Test
    void a_database_of_somebody_else_is_told() throws Exception {
        TestServers.start(folder.resolve("data")).close();
        var database = MssqlConfig.embedded(folder.resolve("data"));
        environment.put("PARLEY_DB_URL", database.url());
        environment.put("PARLEY_DB_USER", "stranger");
        environment.put("PARLEY_DB_PASSWORD", KEY);

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("database")).startsWith("fail").contains("db.user and db.password");
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void redis_tells_its_version() throws Exception {
        withRedis("appendonly no", this::assertFine);

        assertThat(line("redis")).startsWith("ok ").containsPattern("Redis [0-9]+\\.");
    }

    @Test
    void a_redis_that_is_away_is_told_without_its_password() throws Exception {
        environment.put("PARLEY_REDIS_URL", "redis://chat:" + KEY + "@127.0.0.1:" + freePort());
        environment.put("PARLEY_CLUSTER_SHARED_STORAGE", "true");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("redis")).startsWith("fail").contains("does not answer", "redis.url");
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void a_redis_that_does_not_know_this_node_is_told_without_its_password() throws Exception {
        withRedis("requirepass " + KEY + "-of-redis", () -> {
            environment.put("PARLEY_REDIS_PASSWORD", Canaries.noteSecret(KEY + "-that-is-wrong"));

            assertThat(doctor()).isEqualTo(ExitCode.FAILED);
        });

        assertThat(line("redis"))
                .startsWith("fail")
                .contains("does not let this node in", "WRONGPASS", "redis.password");
        assertThat(text()).doesNotContain(KEY);
    }

    @Test
    void what_is_slow_about_a_redis_is_told_with_what_to_do() throws Exception {
        withRedis("timeout 30", this::assertFine);

        assertThat(line("redis")).startsWith("warn").contains("Redis 6.", "drops idle connections", "set timeout 0");
    }

    @Test
    void authorities_of_redis_that_can_not_be_read_are_told() {
        environment.put("PARLEY_REDIS_URL", "rediss://cache");
        environment.put("PARLEY_REDIS_TLS_CA", folder.resolve("none.pem").toString());
        environment.put("PARLEY_CLUSTER_SHARED_STORAGE", "true");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("configuration")).startsWith("fail").contains("redis.tls.ca", "none.pem");
    }

    private void withRedis(String setting, Runnable examined) throws IOException {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting(setting)
                .build();
        redis.start();
        try {
            environment.put("PARLEY_REDIS_URL", "redis://127.0.0.1:" + port);
            environment.put("PARLEY_REDIS_TIMEOUT", "10s");
            environment.put("PARLEY_CLUSTER_SHARED_STORAGE", "true");
            examined.run();
        } finally {
            redis.stop();
        }
    }

    @Test
    void a_port_of_another_program_is_told() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("PARLEY_HTTP_PORT", Integer.toString(other.getLocalPort()));

            assertThat(doctor()).isEqualTo(ExitCode.FAILED);
        }

        assertThat(line("port")).startsWith("fail").contains("http.port");
    }

    @Test
    void a_data_folder_that_is_a_file_is_told() throws Exception {
        Files.writeString(folder.resolve("data"), "not a folder");

        assertThat(doctor()).isEqualTo(ExitCode.FAILED);

        assertThat(line("data folder")).startsWith("fail").contains("data_dir");
    }

    private void start(MockWebServer model) throws IOException {
        model.start();
        environment.put("PARLEY_LLM_BASE_URL", "http://127.0.0.1:" + model.getPort() + "/v1/");
        environment.put("PARLEY_LLM_API_KEY", KEY);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void assertFine() {
        int code = doctor();
        assertThat(code).as(text()).isZero();
    }

    private int doctor() {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return CommandLines.run(
                new Surroundings(environment, folder, InputStream.nullInputStream(), stream, stream), "doctor");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String line(String subject) {
        List<String> lines = text().lines()
                .filter(line -> line.length() > 6 && line.substring(6).startsWith(subject))
                .toList();
        assertThat(lines).as(text()).hasSize(1);
        return lines.getFirst();
    }
}
