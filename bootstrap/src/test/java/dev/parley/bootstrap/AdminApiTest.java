package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.domain.identity.TenantId;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What administrators do to accounts, and read of the audit log, at a whole server. No name is used twice. */
class AdminApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of the tests, long enough to be one";
    private static final String USERS = "/api/admin/users/";
    private static final String AUDIT = "/api/admin/audit/";

    @TempDir
    static Path data;

    private static ChatServer server;
    private static TestHttp http;
    private static String admin;
    private static String adminId;

    @BeforeAll
    static void start() {
        server = TestServers.start(
                data,
                Map.of(
                        "PARLEY_SECRET",
                        SECRET,
                        "PARLEY_LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS",
                        "0",
                        "PARLEY_LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS",
                        "0"));
        http = new TestHttp(server);
        String operator = new OperatorTokens(SECRET.getBytes(StandardCharsets.UTF_8), InstantSource.system())
                .issue(TenantId.DEFAULT);
        adminId = http.post(
                        USERS,
                        operator,
                        "username",
                        "root",
                        "email",
                        "root@example.com",
                        "password",
                        TestHttp.PASSWORD,
                        "role",
                        "admin")
                .text("user_id");
        admin = http.logIn("root", TestHttp.PASSWORD).text("access_token");
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    private static String id(TestHttp.Answer registered) {
        return registered.json().path("user").path("user_id").asText();
    }

    private static TestSocket socket(String token) {
        String session = http.post("/api/chat/session/create/", token).text("session_id");
        return TestSocket.open(http.client(), server.port(), session, token);
    }

    @Test
    void who_is_locked_out_is_out_at_once_and_stays_out() throws Exception {
        TestHttp.Answer ada = http.register("ada");
        String token = ada.text("access_token");
        String path = USERS + id(ada) + "/";
        try (TestSocket socket = socket(token)) {
            TestHttp.Answer locked = http.post(path + "lock/", admin);

            assertThat(locked.status()).isEqualTo(200);
            assertThat(locked.text("locked_at")).startsWith("2");
            assertThat(socket.awaitClosed()).isEqualTo(4401);
        }
        assertThat(http.get("/api/users/me/", token).status()).isEqualTo(401);
        assertThat(http.post("/api/auth/refresh/", "", "refresh_token", ada.text("refresh_token"))
                        .status())
                .isEqualTo(401);
        TestHttp.Answer right = http.logIn("ada", TestHttp.PASSWORD);
        TestHttp.Answer wrong = http.logIn("ada", "not the pass phrase");
        assertThat(right.status()).isEqualTo(401);
        assertThat(right.text("detail")).isEqualTo(wrong.text("detail"));
        assertThat(http.get(path, admin).text("locked_at")).isEqualTo(locked(path));

        assertThat(http.post(path + "unlock/", admin).json().path("locked_at").isNull())
                .isTrue();
        assertThat(http.logIn("ada", TestHttp.PASSWORD).status()).isEqualTo(200);
        assertThat(http.get("/api/users/me/", token).status()).isEqualTo(401);
    }

    private static String locked(String path) {
        return http.post(path + "lock/", admin).text("locked_at");
    }

    @Test
    void all_logins_of_somebody_end() throws Exception {
        TestHttp.Answer bea = http.register("bea");
        String other = http.logIn("bea", TestHttp.PASSWORD).text("access_token");
        try (TestSocket one = socket(bea.text("access_token"));
                TestSocket two = socket(other)) {
            TestHttp.Answer ended = http.delete(USERS + id(bea) + "/logins/", admin);

            assertThat(ended.json().path("ended_count").asInt()).isEqualTo(2);
            assertThat(one.awaitClosed()).isEqualTo(4401);
            assertThat(two.awaitClosed()).isEqualTo(4401);
        }
        assertThat(http.logIn("bea", TestHttp.PASSWORD).status()).isEqualTo(200);
        assertThat(http.delete(USERS + "nobody/logins/", admin).status()).isEqualTo(404);
    }

    @Test
    void a_forgotten_password_is_replaced_by_a_token() {
        TestHttp.Answer carl = http.register("carl");

        TestHttp.Answer allowed = http.post(USERS + id(carl) + "/password-reset/", admin);

        assertThat(allowed.status()).isEqualTo(201);
        String token = allowed.text("reset_token");
        assertThat(http.get("/api/users/me/", carl.text("access_token")).status())
                .isEqualTo(200);
        TestHttp.Answer weak = reset(token, "short");
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.text("field")).isEqualTo("new_password");
        assertThat(reset(token, "another long phrase").status()).isEqualTo(204);
        assertThat(reset(token, "a third long phrase").status()).isEqualTo(401);
        assertThat(http.get("/api/users/me/", carl.text("access_token")).status())
                .isEqualTo(401);
        assertThat(http.logIn("carl", TestHttp.PASSWORD).status()).isEqualTo(401);
        assertThat(http.logIn("carl", "another long phrase").status()).isEqualTo(200);
        assertThat(http.get(AUDIT + "?target=" + id(carl), admin).text()).doesNotContain(token);
    }

    private static TestHttp.Answer reset(String token, String password) {
        return http.post("/api/auth/password-reset/", "", "reset_token", token, "new_password", password);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/admin/users/somebody/lock/",
        "POST, /api/admin/users/somebody/unlock/",
        "DELETE, /api/admin/users/somebody/logins/",
        "POST, /api/admin/users/somebody/password-reset/",
        "GET, /api/admin/users/somebody/avatar/",
        "GET, /api/admin/audit/export/"
    })
    void the_back_office_is_closed_to_users_and_strangers(String method, String path) {
        String user = http.register("d" + path.hashCode()).text("access_token");

        assertThat(call(method, path, user).status()).isEqualTo(403);
        assertThat(call(method, path, "").status()).isEqualTo(401);
        assertThat(call(method, path, admin).status()).isIn(200, 404);
    }

    private static TestHttp.Answer call(String method, String path, String token) {
        return method.equals("POST")
                ? http.post(path, token)
                : http.send(method, path, token, HttpRequest.BodyPublishers.noBody());
    }

    @Test
    void the_audit_log_is_searched() {
        TestHttp.Answer emil = http.register("emil");
        String user = id(emil);
        http.logIn("emil", TestHttp.PASSWORD);
        http.logIn("emil", "not the pass phrase");
        http.post(USERS + user + "/lock/", admin);

        assertThat(actions("?target=" + user))
                .containsExactly("account_locked", "login_failed", "logged_in", "logged_in", "account_created");
        assertThat(actions("?actor=" + user)).containsExactly("logged_in", "logged_in", "account_created");
        assertThat(actions("?target=" + user + "&action=logged_in&limit=1")).containsExactly("logged_in");
        assertThat(actions("?target=" + user + "&actor=" + adminId)).containsExactly("account_locked");
        assertThat(actions("?target=" + user + "&from=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(actions("?target=" + user + "&to=2000-01-01T00:00:00Z")).isEmpty();
        assertThat(actions("?target=" + user + "&from=2000-01-01T00:00:00Z&to=2999-01-01T00:00:00%2B02:00"))
                .hasSize(5);
    }

    @Test
    void pages_of_a_search_hold_each_entry_once() {
        String user = id(http.register("fritz"));
        for (int i = 0; i < 6; i++) {
            http.logIn("fritz", TestHttp.PASSWORD);
        }

        List<Long> numbers = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = http.get(AUDIT + "?actor=" + user + "&action=logged_in&limit=3" + next, admin)
                    .json();
            page.path("entries")
                    .forEach(entry -> numbers.add(entry.path("number").asLong()));
            next = page.path("before").isNull()
                    ? ""
                    : "&before=" + page.path("before").asLong();
        } while (!next.isEmpty());

        assertThat(numbers).hasSize(7).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"actor, A%20B", "action, nothing", "action, LOGGED_IN", "from, yesterday", "to, 2026-01-01", "limit, 0"
    })
    void what_can_not_be_looked_for_is_named(String field, String value) {
        TestHttp.Answer answer = http.get(AUDIT + "?" + field + "=" + value, admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
    }

    @Test
    void the_audit_log_is_had_as_a_file_and_that_is_written_down() throws Exception {
        TestHttp.Answer gerda = http.register("gerda");
        String filter = "?target=" + id(gerda);

        TestHttp.Answer plain = http.get(AUDIT + "export/" + filter, admin);
        TestHttp.Answer packed = http.get(AUDIT + "export/" + filter, admin, "Accept-Encoding", "gzip");

        assertThat(plain.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(plain.header("Content-Disposition")).contains("attachment");
        List<String> lines = plain.text().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getFirst()).path("action").asText()).isEqualTo("logged_in");
        assertThat(plain.text()).endsWith("\n");
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.bytes());
        }
        assertThat(actions("?action=audit_exported&actor=" + adminId)).isNotEmpty();
    }

    private static List<String> actions(String search) {
        JsonNode page = http.get(AUDIT + search, admin).json();
        List<String> actions = new ArrayList<>();
        page.path("entries").forEach(entry -> actions.add(entry.path("action").asText()));
        return actions;
    }
}
