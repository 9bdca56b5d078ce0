package dev.parley.bootstrap;

import static dev.parley.bootstrap.SharedServer.ACME;
import static dev.parley.bootstrap.SharedServer.GLOBEX;
import static dev.parley.bootstrap.SharedServer.PASSWORD;
import static dev.parley.bootstrap.SharedServer.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bootstrap.SharedServer.Answer;
import dev.parley.bootstrap.SharedServer.Tenant;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which door one comes into which tenant, over real sockets. */
class TenantEntranceTest {

    private static final Tenant NOBODY = new Tenant("", "127.0.0.1", "", "");
    private static final String SESSION = "0190a7e2-1111-7000-8000-000000000001";

    @TempDir
    Path data;

    private SharedServer server;

    @BeforeEach
    void start() {
        server = SharedServer.start(data, Map.of("PARLEY_WEB_TRUSTED_PROXIES", "127.0.0.2"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The first line of the answer and what follows. */
    private String raw(String method, String path, String... headers) throws IOException {
        return raw(server.port(), method, path, headers);
    }

    private static String raw(int port, String method, String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Connection: close"));
        lines.addAll(List.of(headers));
        if (method.equals("POST")) {
            lines.add("Content-Length: 0");
        }
        return RawHttp.exchange(port, String.join("\r\n", lines) + "\r\n\r\n");
    }

    private String guestAt(String... headers) throws IOException {
        String answer = raw("POST", "/api/auth/guest/", headers);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
    }

    private int sessions(Tenant tenant, String token) {
        return server.get(tenant, "/api/chat/sessions/", token).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.acme.example", "chat.acme.example:8443", "CHAT.ACME.EXAMPLE", "chat.acme.example."})
    void a_host_leads_to_its_tenant(String host) throws Exception {
        String token = guestAt("Host: " + host);

        assertThat(sessions(ACME, token)).isEqualTo(200);
        assertThat(sessions(GLOBEX, token)).isEqualTo(401);
    }

    @Test
    void a_widget_key_leads_to_its_tenant_at_a_host_of_nobody() throws Exception {
        String token = guestAt("Host: 127.0.0.1", "X-Parley-Widget-Key: " + GLOBEX.key());

        assertThat(sessions(GLOBEX, token)).isEqualTo(200);
        assertThat(sessions(ACME, token)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,",
        "evil.example,",
        "chat.acme.example.evil.example,",
        "chat.acme.example, globex-public-key",
        "chat.acme.example, nobodys-public-key",
        "127.0.0.1, acme"
    })
    void what_leads_nowhere_is_misdirected(String host, String key) throws Exception {
        List<String> headers = new ArrayList<>(List.of("Host: " + host));
        if (key != null) {
            headers.add("X-Parley-Widget-Key: " + key);
        }
        for (String path : List.of("POST /api/auth/guest/", "GET /api/chat/sessions/", "GET /.well-known/jwks.json")) {
            String answer = raw(path.split(" ", -1)[0], path.split(" ", -1)[1], headers.toArray(String[]::new));

            assertThat(answer)
                    .startsWith("HTTP/1.1 421 ")
                    .contains("application/problem+json", "no tenant is at this host");
        }
        assertThat(knock(headers)).startsWith("HTTP/1.1 421 ").contains("no tenant is at this host");
    }

    private String knock(List<String> headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "GET /ws/chat/" + SESSION + "/ HTTP/1.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        all.addAll(headers);
        return RawHttp.exchange(server.port(), String.join("\r\n", all) + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/version"})
    void what_is_nobodys_is_there_at_every_host(String path) throws Exception {
        assertThat(raw("GET", path, "Host: 10.1.2.3")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_socket_takes_the_key_from_the_query_as_well() throws Exception {
        Tenant elsewhere = new Tenant("globex", "127.0.0.1", GLOBEX.key(), "");
        String token = server.guest(GLOBEX);
        String session = server.session(GLOBEX, token);
        String bearer = "Authorization: Bearer " + token;

        assertThat(server.knock(elsewhere, session, "", bearer)).startsWith("HTTP/1.1 421 ");
        assertThat(server.knock(elsewhere, session, "?widget_key=" + ACME.key(), bearer))
                .startsWith("HTTP/1.1 401 ");
        assertThat(server.knock(elsewhere, session, "?widget_key=" + GLOBEX.key(), bearer))
                .startsWith("HTTP/1.1 101 ");
        assertThat(server.knock(elsewhere, session, "", bearer, "X-Parley-Widget-Key: " + GLOBEX.key()))
                .startsWith("HTTP/1.1 101 ");
        assertThat(server.knock(GLOBEX, session, "", bearer)).startsWith("HTTP/1.1 101 ");
        assertThat(server.knock(GLOBEX, session, "?widget_key=" + ACME.key(), bearer))
                .startsWith("HTTP/1.1 421 ");
    }

    @Test
    void a_strangers_forwarded_host_says_nothing() throws Exception {
        String answer = raw("POST", "/api/auth/guest/", "Host: evil.example", "X-Forwarded-Host: " + ACME.host());

        assertThat(answer).startsWith("HTTP/1.1 421 ");
        assertThat(knock(List.of("Host: evil.example", "X-Forwarded-Host: " + ACME.host())))
                .startsWith("HTTP/1.1 421 ");
    }

    @Test
    void a_trusted_proxy_says_which_host_was_asked_for_if_it_is_one(@TempDir Path other) throws Exception {
        try (SharedServer behind = SharedServer.start(other, Map.of("PARLEY_WEB_TRUSTED_PROXIES", "127.0.0.0/8"))) {
            String acme = "X-Forwarded-Host: " + ACME.host();
            String globex = "X-Forwarded-Host: " + GLOBEX.host();

            assertThat(raw(behind.port(), "POST", "/api/auth/guest/", "Host: inside", acme))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(raw(behind.port(), "POST", "/api/auth/guest/", "Host: " + ACME.host()))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(raw(behind.port(), "POST", "/api/auth/guest/", "Host: " + ACME.host(), "X-Forwarded-Host: evil"))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(raw(behind.port(), "POST", "/api/auth/guest/", "Host: inside", acme, globex))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(raw(behind.port(), "POST", "/api/auth/guest/", "Host: inside", acme + ", " + GLOBEX.host()))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void one_name_is_somebody_else_in_each_tenant() {
        Answer there = server.registered(ACME, "ada");
        Answer here = server.registered(GLOBEX, "ada");

        assertThat(here.json().path("user").path("user_id"))
                .isNotEqualTo(there.json().path("user").path("user_id"));
        assertThat(sessions(GLOBEX, there.text("access_token"))).isEqualTo(401);
        assertThat(sessions(ACME, there.text("access_token"))).isEqualTo(200);
        assertThat(server.post(GLOBEX, "/api/auth/login/", "", "username", "ada@example.com", "password", PASSWORD)
                        .must(200)
                        .json()
                        .path("user")
                        .path("user_id"))
                .isEqualTo(here.json().path("user").path("user_id"));
    }

    @Test
    void a_refresh_token_is_none_elsewhere_and_lives_on() {
        String refresh = server.registered(ACME, "ada").text("refresh_token");

        for (int i = 0; i < 2; i++) {
            assertThat(server.post(GLOBEX, "/api/auth/refresh/", "", "refresh_token", refresh)
                            .status())
                    .isEqualTo(401);
        }
        server.post(ACME, "/api/auth/refresh/", "", "refresh_token", refresh).must(200);
    }

    @Test
    void a_visitor_of_one_tenant_brings_nothing_to_another() {
        String visitor = server.guest(ACME);
        server.session(ACME, visitor);

        String access = server.call(
                        GLOBEX,
                        "POST",
                        "/api/auth/register/",
                        "",
                        object(
                                "username",
                                "bob",
                                "email",
                                "bob@example.com",
                                "password",
                                PASSWORD,
                                "guest_token",
                                visitor),
                        "Cookie",
                        "parley_guest=" + visitor)
                .must(201)
                .text("access_token");

        assertThat(server.get(GLOBEX, "/api/chat/sessions/", access).json().path("sessions"))
                .isEmpty();
        assertThat(server.get(ACME, "/api/chat/sessions/", visitor).json().path("sessions"))
                .hasSize(1);
    }

    @Test
    void a_visitor_becomes_a_new_one_in_another_tenant() {
        Answer there = server.post(ACME, "/api/auth/guest/", "").must(200);
        Answer here = server.call(
                        GLOBEX, "POST", "/api/auth/guest/", "", "{}", "Cookie", "parley_guest=" + there.text("token"))
                .must(200);
        Answer again = server.call(
                        ACME, "POST", "/api/auth/guest/", "", "{}", "Cookie", "parley_guest=" + there.text("token"))
                .must(200);

        assertThat(here.text("user_id")).isNotEqualTo(there.text("user_id"));
        assertThat(again.text("user_id")).isEqualTo(there.text("user_id"));
    }

    @Test
    void pages_may_use_their_own_tenant_only() throws Exception {
        String session = server.session(ACME, server.guest(ACME));

        assertThat(allowedOrigin(ACME, ACME.pages())).contains(ACME.pages());
        assertThat(allowedOrigin(ACME, GLOBEX.pages())).isEmpty();
        for (Tenant tenant : List.of(ACME, GLOBEX)) {
            // A browser asks without the key, at a host that is nobody's.
            assertThat(preflight("127.0.0.1", tenant.pages()))
                    .contains("Access-Control-Allow-Origin: " + tenant.pages())
                    .contains("X-Parley-Widget-Key");
        }
        assertThat(preflight("127.0.0.1", "https://evil.example")).doesNotContain("Access-Control-Allow-Origin");
        assertThat(preflight(ACME.host(), GLOBEX.pages())).doesNotContain("Access-Control-Allow-Origin");
        assertThat(server.knock(ACME, session, "", "Origin: " + GLOBEX.pages())).startsWith("HTTP/1.1 403 ");
        assertThat(server.knock(ACME, session, "", "Origin: " + ACME.pages())).startsWith("HTTP/1.1 401 ");
    }

    private List<String> allowedOrigin(Tenant tenant, String origin) {
        return server.call(tenant, "GET", "/api/chat/assistants/", server.guest(tenant), "", "Origin", origin)
                .headers()
                .getOrDefault("access-control-allow-origin", List.of());
    }

    private String preflight(String host, String origin) throws IOException {
        return raw(
                "OPTIONS",
                "/api/chat/sessions/",
                "Host: " + host,
                "Origin: " + origin,
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: x-parley-widget-key");
    }

    @ParameterizedTest
    @CsvSource({
        "GUESTS_PER_MINUTE_PER_ADDRESS, POST /api/auth/guest/",
        "LOGINS_PER_MINUTE_PER_ADDRESS, POST /api/auth/login/",
        "LOGINS_PER_MINUTE_PER_USER, POST /api/auth/login/",
        "REGISTRATIONS_PER_MINUTE_PER_ADDRESS, POST /api/auth/register/",
        "GUESTS_PER_MINUTE_PER_TENANT, POST /api/auth/guest/",
        "LOGINS_PER_MINUTE_PER_TENANT, POST /api/auth/login/"
    })
    void what_one_tenant_has_used_up_is_there_in_another(String limit, String route, @TempDir Path other) {
        String path = route.substring("POST ".length());
        String body = path.contains("guest")
                ? "{}"
                : object("username", "ada", "email", "ada@example.com", "password", "a long pass phrase");
        try (SharedServer strict = SharedServer.start(other, Map.of("PARLEY_LIMITS_" + limit, "1"))) {
            strict.call(ACME, "POST", path, "", body);
            assertThat(strict.call(ACME, "POST", path, "", body).status()).isEqualTo(429);

            assertThat(strict.call(GLOBEX, "POST", path, "", body).status()).isNotEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTIONS_PER_ADDRESS",
                "CONNECTIONS_PER_MINUTE_PER_ADDRESS",
                "CONNECTIONS_PER_MINUTE_PER_TENANT"
            })
    void sockets_of_one_tenant_leave_room_for_another(String limit, @TempDir Path other) {
        try (SharedServer strict = SharedServer.start(other, Map.of("PARLEY_LIMITS_" + limit, "1"))) {
            String acmes = strict.guest(ACME);
            String globexs = strict.guest(GLOBEX);
            String bearer = "Authorization: Bearer ";
            String session = strict.session(ACME, acmes);
            try (SharedSocket open = strict.socket(ACME, acmes, session)) {
                open.until(frame -> frame.contains("\"type\":\"system\""));
                assertThat(strict.knock(ACME, session, "", bearer + acmes)).startsWith("HTTP/1.1 429 ");

                assertThat(strict.knock(GLOBEX, strict.session(GLOBEX, globexs), "", bearer + globexs))
                        .startsWith("HTTP/1.1 101 ");
            }
        }
    }

    @Test
    void with_nothing_configured_hosts_and_keys_say_nothing(@TempDir Path other) throws Exception {
        try (ChatServer alone = TestServers.start(other)) {
            assertThat(raw(
                            alone.port(),
                            "POST",
                            "/api/auth/guest/",
                            "Host: anything.example",
                            "X-Parley-Widget-Key: anything"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void an_operator_says_in_which_tenant(@TempDir Path other) throws Exception {
        SharedServer.write(other);

        assertThat(createAdmin(other, "--tenant", "acme")).isZero();
        assertThat(createAdmin(other)).isEqualTo(ExitCode.FAILED);
        assertThat(createAdmin(other, "--tenant", "umbrella")).isEqualTo(ExitCode.FAILED);

        try (SharedServer later = SharedServer.start(other)) {
            assertThat(later.loggedIn(ACME, "root")
                            .json()
                            .path("user")
                            .path("role")
                            .asText())
                    .isEqualTo("admin");
            assertThat(later.post(GLOBEX, "/api/auth/login/", "", "username", "root", "password", PASSWORD)
                            .status())
                    .isEqualTo(401);
            assertThat(later.call(NOBODY, "GET", "/api/chat/sessions/", "", "").status())
                    .isEqualTo(421);
        }
    }

    private static int createAdmin(Path folder, String... further) {
        Map<String, String> environment = new HashMap<>(Map.of("PARLEY_DATA_DIR", folder.toString()));
        List<String> arguments =
                new ArrayList<>(List.of("create-admin", "--username", "root", "--email", "root@example.com"));
        arguments.addAll(List.of(further));
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return CommandLines.run(
                new Surroundings(
                        environment,
                        folder,
                        new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                        out,
                        out),
                arguments.toArray(String[]::new));
    }
}
