package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.parley.bootstrap.identity.OperatorTokens;
import dev.parley.domain.identity.TenantId;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that calls a real server with a key. */
class ApiKeysTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String KEYS = "/api/admin/api-keys/";
    private static final String SECRET = "a secret of the tests, long enough to be one";
    private static final String PASSWORD = "nine patient herons 9";

    @TempDir
    static Path data;

    private static ChatServer server;
    private static Caller api;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        server = TestServers.start(data, Map.of("PARLEY_SECRET", SECRET));
        api = new Caller(server);
        String operator = new OperatorTokens(SECRET.getBytes(StandardCharsets.UTF_8), InstantSource.system())
                .issue(TenantId.DEFAULT);
        call("POST", "/api/admin/users/", operator, """
                {"username":"ada","email":"ada@example.com","password":"%s","role":"admin"}""".formatted(PASSWORD), 201);
        admin = call("POST", "/api/auth/login/", Caller.NOBODY, """
                {"username":"ada","password":"%s"}""".formatted(PASSWORD), 200)
                .path("access_token")
                .asText();
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    @Test
    void a_program_chats_with_its_key_until_it_is_revoked() throws Exception {
        JsonNode made = made("shop", "\"chat\"");
        String key = made.path("key").asText();
        String session = call("POST", "/api/chat/session/create/", key, "{}", 201)
                .path("session_id")
                .asText();
        Ears ears = new Ears();
        WebSocket socket = api.socket(session, key, ears).join();

        JsonNode answer = call("POST", "/api/chat/messages/?wait=true", key, """
                {"session_id":"%s","content":"count to 3"}""".formatted(session), 200);

        assertThat(answer.path("reply").path("state").asText()).isEqualTo("complete");
        call("DELETE", KEYS + made.path("key_id").asText() + "/", admin, "", 204);
        assertThat(ears.closeCode()).isEqualTo(4401);
        call("GET", "/api/chat/session/" + session + "/", key, "", 401);
        call("DELETE", KEYS + made.path("key_id").asText() + "/", admin, "", 404);
        assertThat(api.socket(session, key, new Ears())
                        .handle((open, refused) -> refused)
                        .get())
                .isInstanceOf(CompletionException.class);
        socket.abort();
    }

    @Test
    void the_next_key_of_a_service_account_has_its_conversations() throws Exception {
        String first = made("crm", "\"chat\"").path("key").asText();
        String session = call("POST", "/api/chat/session/create/", first, "{}", 201)
                .path("session_id")
                .asText();

        String second = made("crm", "\"chat\"").path("key").asText();

        call("GET", "/api/chat/session/" + session + "/", second, "", 200);
        String stranger = made("other", "\"chat\"").path("key").asText();
        call("GET", "/api/chat/session/" + session + "/", stranger, "", 404);
    }

    @Test
    void a_key_does_what_its_scopes_say_and_no_more() throws Exception {
        String key = made("report", "\"read_users\"").path("key").asText();

        call("GET", "/api/admin/users/", key, "", 200);
        call("POST", "/api/chat/session/create/", key, "{}", 403);
        call("GET", "/api/admin/audit/", key, "", 403);
        call("GET", KEYS, key, "", 403);
        call("GET", "/api/users/me/", key, "", 403);
        call("POST", KEYS, key, """
                {"service_account":"x","name":"x","scopes":["chat"]}""", 403);
    }

    @Test
    void a_list_tells_of_use_and_of_no_secret() throws Exception {
        JsonNode made = made("seen", "\"chat\"");
        call("POST", "/api/chat/session/create/", made.path("key").asText(), "{}", 201);

        await().atMost(LONG).until(() -> !found(made).path("last_used_at").isNull());

        assertThat(found(made).path("key").isNull()).isTrue();
        assertThat(found(made).path("user_id").asText()).isEqualTo("service-seen");
        assertThat(found(made).path("created_by").asText()).isNotEmpty();
    }

    @Test
    void bad_input_is_named() throws Exception {
        JsonNode problem = call("POST", KEYS, admin, """
                {"service_account":"shop","name":"n","scopes":"chat"}""", 400);
        assertThat(problem.path("field").asText()).isEqualTo("scopes");

        problem = call("POST", KEYS, admin, """
                {"service_account":"shop","name":"n","scopes":["chat"],"expires_at":"tomorrow"}""", 400);
        assertThat(problem.path("field").asText()).isEqualTo("expires_at");

        call("DELETE", KEYS + "no-such-key/", admin, "", 404);
        call("GET", "/api/chat/sessions/", "parley_" + "0".repeat(32) + "_" + "A".repeat(43), "", 401);
    }

    private static JsonNode made(String account, String scopes) throws Exception {
        JsonNode made = call("POST", KEYS, admin, """
                {"service_account":"%s","name":"a key","scopes":[%s]}""".formatted(account, scopes), 201);
        assertThat(made.path("key").asText()).startsWith("parley_");
        return made;
    }

    private static JsonNode found(JsonNode made) throws Exception {
        for (JsonNode key : call("GET", KEYS, admin, "", 200).path("api_keys")) {
            if (key.path("key_id").equals(made.path("key_id"))) {
                return key;
            }
        }
        throw new AssertionError("not listed");
    }

    private static JsonNode call(String method, String path, String token, String body, int status) {
        Caller.Answer answer = api.call(method, path, token, body).with(status);
        return answer.text().isEmpty() ? NullNode.instance : answer.json();
    }
}
