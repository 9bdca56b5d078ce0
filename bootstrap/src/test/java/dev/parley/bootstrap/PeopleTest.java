package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.bootstrap.Caller.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People with accounts, over HTTP, at a whole server with its database. One server for all tests: no name is used twice. */
class PeopleTest {

    private static final String PASSWORD = "a long pass phrase";

    @TempDir
    static Path data;

    private static ChatServer server;
    private static Caller api;

    @BeforeAll
    static void start() {
        server = TestServers.start(
                data,
                Map.of(
                        "PARLEY_LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS",
                        "0",
                        "PARLEY_LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS",
                        "0",
                        "PARLEY_AUTH_REFRESH_GRACE",
                        "0s"));
        api = new Caller(server);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    private static Answer registered(String username) {
        return api.registered(username, PASSWORD);
    }

    private static Answer logIn(String username, String password) {
        return api.logIn(username, password);
    }

    private static List<String> sessions(String token) {
        List<String> ids = new ArrayList<>();
        api.call("GET", "/api/chat/sessions/", token, "")
                .json()
                .path("sessions")
                .forEach(session -> ids.add(session.path("session_id").asText()));
        return ids;
    }

    @Test
    void somebody_registers_and_chats() {
        Answer ada = registered("Ada");

        assertThat(ada.text("token_type")).isEqualTo("Bearer");
        assertThat(ada.json().path("expires_in").asLong()).isBetween(890L, 900L);
        assertThat(ada.json().path("user").path("username").asText()).isEqualTo("Ada");
        assertThat(ada.json().path("user").path("role").asText()).isEqualTo("user");
        assertThat(ada.text()).doesNotContain(PASSWORD, "argon2");
        String token = ada.text("access_token");
        assertThat(sessions(token)).isEmpty();
        assertThat(sessions(token)).doesNotContain(api.session(token));
        assertThat(api.call("GET", "/api/users/me/", token, "").json())
                .isEqualTo(ada.json().path("user"));
    }

    @Test
    void a_name_that_is_taken_and_a_weak_password_are_named() {
        registered("bertha");

        Answer taken = api.post(
                "/api/auth/register/",
                "",
                object("username", "BERTHA", "email", "bertha@example.com", "password", PASSWORD));
        Answer weak = api.post(
                "/api/auth/register/",
                "",
                object("username", "berthold", "email", "b@example.com", "password", "short"));
        Answer missing = api.post("/api/auth/register/", "", object("username", "berthold"));

        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.text("field")).isEqualTo("username");
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.text("field")).isEqualTo("password");
        assertThat(missing.text("field")).isEqualTo("email");
    }

    @Test
    void one_logs_in_and_out_again() {
        registered("carl");
        Answer carl = logIn("carl@example.com", PASSWORD);
        String token = carl.text("access_token");

        assertThat(api.call("GET", "/api/users/me/", token, "").status()).isEqualTo(200);
        assertThat(api.post("/api/auth/logout/", token, "").status()).isEqualTo(204);

        assertThat(api.call("GET", "/api/users/me/", token, "").status()).isEqualTo(401);
        assertThat(api.post("/api/auth/refresh/", "", object("refresh_token", carl.text("refresh_token")))
                        .status())
                .isEqualTo(401);
        assertThat(logIn("carl", "a wrong pass phrase").json().path("detail"))
                .isEqualTo(logIn("nobody", "a wrong pass phrase").json().path("detail"));
        assertThat(logIn("carl", "a wrong pass phrase").status()).isEqualTo(401);
    }

    @Test
    void a_stolen_refresh_token_ends_the_login() {
        Answer dora = registered("dora");
        String first = dora.text("refresh_token");
        Answer second = api.post("/api/auth/refresh/", "", object("refresh_token", first));
        assertThat(second.status()).isEqualTo(200);
        String access = second.text("access_token");
        assertThat(api.call("GET", "/api/users/me/", access, "").status()).isEqualTo(200);

        Answer thief = api.post("/api/auth/refresh/", "", object("refresh_token", first));

        assertThat(thief.status()).isEqualTo(401);
        assertThat(thief.text()).doesNotContain(first);
        assertThat(api.call("GET", "/api/users/me/", access, "").status()).isEqualTo(401);
        assertThat(api.post("/api/auth/refresh/", "", object("refresh_token", second.text("refresh_token")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_changed_password_ends_all_other_logins() {
        Answer here = registered("emil");
        Answer there = logIn("emil", PASSWORD);
        String token = here.text("access_token");
        String wrong = object("old_password", "not my pass phrase", "new_password", "another long phrase");
        String right = object("old_password", PASSWORD, "new_password", "another long phrase");

        Answer refused = api.post("/api/users/me/password/", token, wrong);
        Answer changed = api.post("/api/users/me/password/", token, right);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("field")).isEqualTo("old_password");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(api.call("GET", "/api/users/me/", token, "").status()).isEqualTo(401);
        assertThat(api.call("GET", "/api/users/me/", there.text("access_token"), "")
                        .status())
                .isEqualTo(401);
        assertThat(api.call("GET", "/api/users/me/", changed.text("access_token"), "")
                        .status())
                .isEqualTo(200);
        assertThat(logIn("emil", PASSWORD).status()).isEqualTo(401);
        assertThat(logIn("emil", "another long phrase").status()).isEqualTo(200);
    }

    @Test
    void one_sees_ones_devices_and_sends_one_away() {
        String token = registered("fritz").text("access_token");
        Answer other = logIn("fritz", PASSWORD);

        JsonNode logins =
                api.call("GET", "/api/users/me/logins/", token, "").json().path("logins");
        assertThat(logins).hasSize(2);
        JsonNode foreign = logins.get(0).path("current").asBoolean() ? logins.get(1) : logins.get(0);
        assertThat(foreign.path("device").asText()).isEqualTo("test device");
        assertThat(foreign.path("address").asText()).isEqualTo("127.0.0.1");
        String path = "/api/users/me/logins/" + foreign.path("login_id").asText() + "/";

        assertThat(api.call("DELETE", path, registered("fritzi").text("access_token"), "")
                        .status())
                .isEqualTo(404);
        assertThat(api.call("DELETE", path, token, "").status()).isEqualTo(204);
        assertThat(api.call("DELETE", path, token, "").status()).isEqualTo(404);
        assertThat(api.call("GET", "/api/users/me/", other.text("access_token"), "")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_profile_is_changed() {
        String token = registered("gerda").text("access_token");

        Answer changed = api.call(
                "PUT", "/api/users/me/", token, object("name", "Gerda G.", "locale", "de-AT", "email", "g@x.example"));
        Answer broken = api.call("PUT", "/api/users/me/", token, object("email", "nowhere"));

        assertThat(changed.text("name")).isEqualTo("Gerda G.");
        assertThat(changed.text("locale")).isEqualTo("de-AT");
        assertThat(changed.text("email")).isEqualTo("g@x.example");
        assertThat(broken.text("field")).isEqualTo("email");
        assertThat(logIn("g@x.example", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_visitors_conversations_become_the_users_once_also_from_two_tabs() throws Exception {
        registered("hans");
        Answer visitor = api.post("/api/auth/guest/", "", "{}");
        String guest = visitor.text("token");
        List<String> talks = List.of(api.session(guest), api.session(guest), api.session(guest));
        String cookie = "parley_guest=" + guest;
        Callable<Answer> tab = () ->
                api.post("/api/auth/login/", "", object("username", "hans", "password", PASSWORD), "Cookie", cookie);

        List<Answer> tabs = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(List.of(tab, tab, tab, tab))) {
                tabs.add(future.get());
            }
        }

        assertThat(tabs).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.cookies())
                    .anySatisfy(gone ->
                            assertThat(gone).startsWith("parley_guest=;").containsIgnoringCase("Max-Age=0"));
        });
        assertThat(sessions(tabs.getFirst().text("access_token"))).containsExactlyInAnyOrderElementsOf(talks);
        assertThat(sessions(guest)).isEmpty();
        assertThat(api.call("GET", "/api/chat/session/" + talks.getFirst() + "/", guest, "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void somebody_elses_account_is_no_visitor_whose_talks_one_takes() {
        String victim = registered("ida").text("access_token");
        String talk = api.session(victim);

        Answer thief = api.post(
                "/api/auth/register/",
                "",
                object("username", "ivan", "email", "ivan@example.com", "password", PASSWORD, "guest_token", victim));

        assertThat(thief.status()).isEqualTo(201);
        assertThat(sessions(thief.text("access_token"))).isEmpty();
        assertThat(sessions(victim)).containsExactly(talk);
    }

    @Test
    void everything_of_ones_own_can_be_had_and_deleted() {
        String token = registered("jana").text("access_token");
        String talk = api.session(token);
        for (int i = 0; i < 3; i++) {
            String message = object("session_id", talk, "content", "message number " + i);
            assertThat(api.post("/api/chat/messages/?wait=true", token, message).status())
                    .isEqualTo(200);
        }

        JsonNode export = api.call("GET", "/api/users/me/export/", token, "").json();
        assertThat(export.path("user").path("username").asText()).isEqualTo("jana");
        assertThat(export.path("logins")).hasSize(1);
        assertThat(export.path("sessions")).hasSize(1);
        JsonNode messages = export.path("sessions").get(0).path("messages");
        assertThat(messages).hasSize(6);
        assertThat(messages.get(0).path("content").asText()).isEqualTo("message number 0");
        assertThat(messages.get(5).path("type").asText()).isEqualTo("ai");

        assertThat(api.post("/api/users/me/delete/", token, object("password", "not my pass phrase"))
                        .status())
                .isEqualTo(403);
        assertThat(api.post("/api/users/me/delete/", token, object("password", PASSWORD))
                        .status())
                .isEqualTo(204);
        assertThat(api.call("GET", "/api/users/me/", token, "").status()).isEqualTo(401);
        assertThat(logIn("jana", PASSWORD).status()).isEqualTo(401);
        assertThat(registered("jana").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/admin/users/",
        "POST, /api/admin/users/",
        "GET, /api/admin/users/somebody/",
        "PUT, /api/admin/users/somebody/",
        "GET, /api/admin/audit/",
        "POST, /api/admin/audit/verify/",
        "POST, /api/admin/encryption/keys/",
        "POST, /api/admin/encryption/words/"
    })
    void the_back_office_is_closed_to_users_guests_and_strangers(String method, String path) {
        String user = registered("k" + UUID.randomUUID()).text("access_token");
        String guest = api.post("/api/auth/guest/", "", "{}").text("token");
        String body = method.equals("GET")
                ? ""
                : object("role", "admin", "username", "kurt", "email", "kurt@example.com", "password", PASSWORD);

        assertThat(api.call(method, path, user, body).status()).isEqualTo(403);
        assertThat(api.call(method, path, guest, body).status()).isEqualTo(403);
        assertThat(api.call(method, path, "", body).status()).isEqualTo(401);
    }

    @Test
    void a_visitor_has_no_account_to_change() {
        String guest = api.post("/api/auth/guest/", "", "{}").text("token");

        for (String path : List.of("/api/users/me/", "/api/users/me/logins/", "/api/users/me/export/")) {
            assertThat(api.call("GET", path, guest, "").status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void anybody_can_verify_our_tokens_with_our_public_keys() throws Exception {
        String token = registered("lena").text("access_token");
        Answer keys = api.call("GET", "/.well-known/jwks.json", "", "");
        SignedJWT jwt = SignedJWT.parse(token);

        var key = JWKSet.parse(keys.text()).getKeyByKeyId(jwt.getHeader().getKeyID());

        assertThat(keys.text()).doesNotContain("\"d\"");
        assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(keys.headers().firstValue("ETag").orElse("")).startsWith("\"");
        assertThat(api.call(
                                "GET",
                                "/.well-known/jwks.json",
                                "",
                                "",
                                "If-None-Match",
                                keys.headers().firstValue("ETag").orElse(""))
                        .status())
                .isEqualTo(304);
        assertThat(jwt.getJWTClaimsSet().getClaims())
                .containsKeys("iss", "aud", "sub", "exp", "iat", "sid", "tenant", "role");
    }

    @Test
    void a_ticket_says_what_the_socket_would() {
        String token = registered("mona").text("access_token");
        String talk = api.session(token);
        String other = api.session(registered("moritz").text("access_token"));

        Answer ticket = api.post("/api/auth/ws-ticket/", token, object("session_id", talk));

        assertThat(ticket.status()).isEqualTo(200);
        assertThat(ticket.json().path("expires_in").asInt()).isEqualTo(30);
        assertThat(ticket.text("websocket_url")).contains(talk);
        assertThat(api.post("/api/auth/ws-ticket/", "", object("session_id", talk))
                        .status())
                .isEqualTo(401);
        assertThat(api.post("/api/auth/ws-ticket/", token, object("session_id", other))
                        .status())
                .isEqualTo(404);
        assertThat(api.post(
                                "/api/auth/ws-ticket/",
                                token,
                                object("session_id", UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(404);
        assertThat(api.post("/api/auth/ws-ticket/", token, "{}").text("field")).isEqualTo("session_id");
    }

    @Test
    void a_ticket_to_the_users_socket_needs_no_session() {
        Answer ticket =
                api.post("/api/auth/ws-ticket/", registered("mira").text("access_token"), object("endpoint", "user"));

        assertThat(ticket.status()).isEqualTo(200);
        assertThat(ticket.text("websocket_url")).endsWith("/ws/user/");
        assertThat(api.post("/api/auth/ws-ticket/", "", object("endpoint", "user"))
                        .status())
                .isEqualTo(401);
        assertThat(api.post("/api/auth/ws-ticket/", registered("mirko").text("access_token"), object("endpoint", "x"))
                        .text("field"))
                .isEqualTo("endpoint");
    }

    @Test
    void preferences_are_downloaded_and_go_with_the_account() {
        String token = registered("paula").text("access_token");
        api.call("PUT", "/api/users/me/preferences/", token, object("theme", "dark"));

        assertThat(api.call("GET", "/api/users/me/export/", token, "")
                        .json()
                        .path("preferences")
                        .path("theme")
                        .asText())
                .isEqualTo("dark");
        assertThat(api.post("/api/users/me/delete/", token, object("password", PASSWORD))
                        .status())
                .isEqualTo(204);
        String again = registered("paula").text("access_token");
        assertThat(api.call("GET", "/api/users/me/preferences/", again, "").text("theme"))
                .isEqualTo("system");
    }

    @Test
    void a_visitors_preferences_become_those_of_who_registers() {
        String guest = api.post("/api/auth/guest/", "", "{}").text("token");
        api.call("PUT", "/api/users/me/preferences/", guest, object("theme", "dark"));

        String token = api.post(
                        "/api/auth/register/",
                        "",
                        object(
                                "username",
                                "petra",
                                "email",
                                "petra@example.com",
                                "password",
                                PASSWORD,
                                "guest_token",
                                guest))
                .text("access_token");

        assertThat(api.call("GET", "/api/users/me/preferences/", token, "").text("theme"))
                .isEqualTo("dark");
    }

    @Test
    void a_foreign_page_logs_nobody_in() {
        registered("nora");

        Answer forged = api.post(
                "/api/auth/login/",
                "",
                object("username", "nora", "password", PASSWORD),
                "Origin",
                "https://evil.example");

        assertThat(forged.status()).isEqualTo(403);
    }
}
