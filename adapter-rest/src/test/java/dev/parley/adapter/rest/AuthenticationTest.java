package dev.parley.adapter.rest;

import static dev.parley.adapter.rest.BadInputTest.assertPlainProblem;
import static dev.parley.adapter.rest.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final String GUEST = "/api/auth/guest/";
    private static final String SESSIONS = "/api/chat/sessions/";
    private static final String CREATE = "/api/chat/session/create/";

    @RegisterExtension
    final RestServer server = new RestServer();

    @ParameterizedTest
    @CsvSource({
        "GET, /api/chat/sessions/",
        "POST, /api/chat/session/create/",
        "GET, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/",
        "HEAD, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/",
        "PUT, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/",
        "DELETE, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/",
        "POST, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/restore/",
        "GET, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/history/",
        "POST, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/read/",
        "POST, /api/chat/session/0190a7e2-1111-7000-8000-000000000001/delivered/",
        "POST, /api/chat/messages/",
        "POST, /api/chat/messages/0190a7e2-1111-7000-8000-000000000001/cancel/",
        "GET, /api/chat/assistants/"
    })
    void nothing_is_open_to_strangers(String method, String path) {
        var answer = server.asNobody().method(method, path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"parley\"");
        if (!method.equals("HEAD")) {
            assertProblem(answer, 401, "UNAUTHORIZED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer nonsense", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token token-of-mei", "bearer"})
    void what_proves_nothing_is_refused(String authorization) {
        var answer = server.asNobody().get(SESSIONS, "Authorization", authorization);

        assertProblem(answer, 401, "UNAUTHORIZED");
        assertThat(answer.text()).doesNotContain("nonsense");
    }

    @Test
    void a_guest_gets_a_token_and_a_cookie() {
        var answer = server.asNobody().post(GUEST, "{\"name\": \"Mei\", \"locale\": \"zh-TW\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("user_id")).startsWith("guest-");
        assertThat(answer.header("Set-Cookie"))
                .startsWith("parley_guest=" + answer.text("token"))
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Lax")
                .containsIgnoringCase("Path=/")
                .containsIgnoringCase("Max-Age=31536000")
                .doesNotContainIgnoringCase("Secure");
        assertThat(server.asNobody()
                        .get(SESSIONS, "Authorization", "Bearer " + answer.text("token"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_guest_needs_to_say_nothing() {
        assertThat(server.asNobody().method("POST", GUEST).status()).isEqualTo(200);
    }

    @Test
    void a_known_guest_stays_the_same() {
        Api nobody = server.asNobody();
        var first = nobody.post(GUEST, "{}");

        var byCookie = nobody.post(GUEST, "{}", "Cookie", "parley_guest=" + first.text("token"));
        var byHeader = nobody.post(GUEST, "{}", "Authorization", "Bearer " + first.text("token"));
        var stranger = nobody.post(GUEST, "{}", "Cookie", "parley_guest=worn-out!");

        assertThat(byCookie.json()).isEqualTo(first.json());
        assertThat(byHeader.json()).isEqualTo(first.json());
        assertThat(stranger.text("user_id")).isNotEqualTo(first.text("user_id"));
    }

    @Test
    void the_cookie_lets_in_and_the_header_goes_first() {
        Api nobody = server.asNobody();
        String cookie = "other=1; parley_guest=" + TestPeople.tokenOf("mei") + "; more=2";

        assertThat(nobody.get(SESSIONS, "Cookie", cookie).status()).isEqualTo(200);
        assertThat(nobody.get(SESSIONS, "Cookie", cookie, "Authorization", "Bearer wrong")
                        .status())
                .isEqualTo(401);
        String session = nobody.post(CREATE, "{}", "Cookie", cookie, "Authorization", "Bearer token-of-ben")
                .text("session_id");
        assertThat(server.as("ben").get("/api/chat/session/" + session + "/").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.1:1",
                "127.0.0.1",
                ""
            })
    void a_foreign_page_can_change_nothing_with_our_cookie(String origin) {
        Api nobody = server.asNobody();
        String cookie = "parley_guest=" + TestPeople.tokenOf("mei");

        assertProblem(nobody.post(CREATE, "{}", "Cookie", cookie, "Origin", origin), 403, "FORBIDDEN");
        assertProblem(nobody.post(GUEST, "{}", "Origin", origin), 403, "FORBIDDEN");
        assertThat(server.as("mei").get(SESSIONS).json().get("sessions").isEmpty())
                .isTrue();
    }

    @Test
    void a_foreign_page_without_origin_gives_itself_away() {
        var answer = server.asNobody()
                .post(CREATE, "{}", "Cookie", "parley_guest=token-of-mei", "Sec-Fetch-Site", "cross-site");

        assertProblem(answer, 403, "FORBIDDEN");
    }

    @Test
    void our_own_page_and_friends_may_use_the_cookie() {
        Api nobody = server.asNobody();
        String cookie = "parley_guest=token-of-mei";
        String own = "http://127.0.0.1:" + server.port();

        assertThat(nobody.post(CREATE, "{}", "Cookie", cookie, "Origin", own).status())
                .isEqualTo(201);
        assertThat(nobody.post(CREATE, "{}", "Cookie", cookie, "Origin", RestServer.FRIEND)
                        .status())
                .isEqualTo(201);
        assertThat(nobody.post(CREATE, "{}", "Cookie", cookie).status()).isEqualTo(201);
    }

    @Test
    void a_form_can_do_nothing_with_our_cookie() {
        var answer = server.asNobody()
                .post(
                        "/api/chat/session/0190a7e2-1111-7000-8000-000000000001/restore/",
                        "a=b",
                        "Cookie",
                        "parley_guest=token-of-mei",
                        "Content-Type",
                        "application/x-www-form-urlencoded");

        assertPlainProblem(answer, 415);
    }

    @Test
    void a_token_in_a_header_is_no_matter_of_origins() {
        assertThat(server.as("mei")
                        .post(CREATE, "{}", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(201);
    }

    @Nested
    class BehindAProxy {

        @RegisterExtension
        final RestServer proxied = new RestServer().with(config(null, "127.0.0.1"));

        @Test
        void a_trusted_proxy_says_how_the_client_came() {
            String[] headers = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "chat.example"};

            var session = proxied.as("mei").post(CREATE, "{}", headers);
            var guest = proxied.asNobody().post(GUEST, "{}", headers);

            assertThat(session.text("websocket_url")).startsWith("wss://chat.example/ws/chat/");
            assertThat(guest.header("Set-Cookie")).containsIgnoringCase("Secure");
        }

        @ParameterizedTest
        @ValueSource(strings = {"evil.example/path", "a b", "<x>", "evil.example\"", ""})
        void nonsense_of_a_proxy_is_not_repeated(String host) {
            var session = proxied.as("mei").post(CREATE, "{}", "X-Forwarded-Host", host);

            assertThat(session.text("websocket_url")).startsWith("ws://127.0.0.1:");
        }
    }

    @Nested
    class BehindNoneOfTheProxies {

        @RegisterExtension
        final RestServer elsewhere = new RestServer().with(config(null, "10.0.0.1", "::1"));

        @Test
        void who_is_no_proxy_is_not_believed() {
            String[] headers = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"};

            var session = elsewhere.as("mei").post(CREATE, "{}", headers);
            var guest = elsewhere.asNobody().post(GUEST, "{}", headers);

            assertThat(session.text("websocket_url")).startsWith("ws://127.0.0.1:");
            assertThat(guest.header("Set-Cookie")).doesNotContainIgnoringCase("Secure");
        }

        @Test
        void it_does_not_make_a_foreign_page_ours() {
            var forged = elsewhere
                    .asNobody()
                    .post(
                            CREATE,
                            "{}",
                            "Cookie",
                            "parley_guest=token-of-mei",
                            "Origin",
                            "https://evil.example",
                            "X-Forwarded-Host",
                            "evil.example");

            assertProblem(forged, 403, "FORBIDDEN");
        }
    }

    @Nested
    class WithoutTrust {

        @Test
        void a_strangers_forwarding_is_not_believed() {
            String[] headers = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example"};

            var session = server.as("mei").post(CREATE, "{}", headers);

            assertThat(session.text("websocket_url")).startsWith("ws://127.0.0.1:");
        }
    }

    @Nested
    class WithAPublicAddress {

        @RegisterExtension
        final RestServer named = new RestServer().with(config(URI.create("https://chat.example:8443")));

        @Test
        void the_configured_address_is_told() {
            var session = named.as("mei").post(CREATE, "{}", "X-Forwarded-Host", "evil.example");

            assertThat(session.text("websocket_url")).startsWith("wss://chat.example:8443/ws/chat/");
        }

        @Test
        void its_pages_are_ours() {
            var own = named.asNobody()
                    .post(CREATE, "{}", "Cookie", "parley_guest=token-of-mei", "Origin", "https://chat.example:8443");

            assertThat(own.status()).isEqualTo(201);
        }
    }

    private static RestConfig config(URI address, String... proxies) {
        return new RestConfig(
                "1",
                "/ws/chat/",
                address,
                candidate ->
                        Arrays.stream(proxies).map(AuthenticationTest::address).anyMatch(candidate::equals),
                Set.of(),
                Set.of(),
                64 * 1024,
                Duration.ofDays(1),
                false,
                Duration.ofSeconds(15),
                Duration.ofMinutes(1));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
