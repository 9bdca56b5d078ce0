package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of people who log in and out of a real server. */
class SocketLoginTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PASSWORD = "seven quiet herons 7";

    @TempDir
    Path data;

    @TempDir
    Path tokens;

    private ChatServer server;
    private HttpClient http;
    private String access;
    private String refresh;
    private String session;

    @BeforeEach
    void logIn() throws Exception {
        server = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "2000"));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        JsonNode login = post(
                "/api/auth/register/",
                null,
                Map.of("username", "ada", "email", "ada@example.com", "password", PASSWORD));
        access = login.path("access_token").asText();
        refresh = login.path("refresh_token").asText();
        session = post("/api/chat/session/create/", access, Map.of())
                .path("session_id")
                .asText();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        server.close();
    }

    @Test
    void a_logout_ends_open_sockets() throws Exception {
        Ears ears = new Ears();
        WebSocket socket = bearing(access, ears).join();
        assertThat(ears.closed).isNotDone();

        post("/api/auth/logout/", access, Map.of());

        assertThat(ears.closed.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(4401);
        socket.abort();
    }

    @Test
    void a_changed_password_ends_open_sockets() throws Exception {
        Ears ears = new Ears();
        WebSocket socket = bearing(access, ears).join();

        post(
                "/api/users/me/password/",
                access,
                Map.of("old_password", PASSWORD, "new_password", "eight loud herons 8"));

        assertThat(ears.closed.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(4401);
        socket.abort();
    }

    @Test
    void another_login_stays_and_a_ticket_ends_with_the_login_that_got_it() throws Exception {
        String other = post("/api/auth/login/", null, Map.of("username", "ada", "password", PASSWORD))
                .path("access_token")
                .asText();
        Ears stays = new Ears();
        WebSocket staying = bearing(other, stays).join();
        Ears goes = new Ears();
        WebSocket going = ticketed(ticket(), goes).join();

        post("/api/auth/logout/", access, Map.of());

        assertThat(goes.closed.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(4401);
        staying.sendText("{\"type\":\"ping\"}", true).join();
        await().atMost(LONG).until(() -> stays.heard().contains("\"pong\""));
        assertThat(stays.closed).isNotDone();
        going.abort();
        staying.abort();
    }

    @Test
    void a_fresh_token_of_another_login_keeps_a_socket_open() throws Exception {
        String other = post("/api/auth/refresh/", null, Map.of("refresh_token", refresh))
                .path("access_token")
                .asText();
        Ears ears = new Ears();
        WebSocket socket = bearing(access, ears).join();

        socket.sendText("{\"type\":\"authenticate\",\"token\":\"" + other + "\"}", true)
                .join();

        await().atMost(LONG).until(() -> ears.heard().contains("\"authenticated\""));
        assertThat(ears.heard()).contains("\"expires_at\":\"2").doesNotContain(other);
        socket.abort();
    }

    @Test
    void of_twenty_sockets_with_one_ticket_one_opens() throws Exception {
        String ticket = ticket();
        List<CompletableFuture<WebSocket>> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tries.add(ticketed(ticket, new Ears()));
        }

        int opened = 0;
        for (CompletableFuture<WebSocket> each : tries) {
            opened += isOpen(each) ? 1 : 0;
        }
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void no_token_and_no_ticket_is_in_the_most_talkative_log() throws Exception {
        String guest = post("/api/auth/guest/", null, Map.of()).path("token").asText();
        List<String> secrets = new ArrayList<>(List.of(access, refresh, guest, PASSWORD));
        String all;
        try (var log = new WholeLog()) {
            Ears ears = new Ears();
            WebSocket socket = bearing(access, ears).join();
            for (String token : List.of(access, guest, refresh)) {
                socket.sendText("{\"type\":\"authenticate\",\"token\":\"" + token + "\"}", true)
                        .join();
            }
            await().atMost(LONG).until(() -> ears.heard().contains("UNAUTHORIZED"));
            for (int i = 0; i < 4; i++) {
                secrets.add(ticket());
            }
            assertThat(isOpen(ticketed(secrets.get(4), new Ears()))).isTrue();
            assertThat(isOpen(ticketed(secrets.get(4), new Ears()))).isFalse();
            assertThat(isOpen(open("", new Ears(), List.of("ticket." + secrets.get(5)))))
                    .isTrue();
            assertThat(isOpen(open("", new Ears(), List.of("bearer." + access))))
                    .isTrue();
            assertThat(isOpen(
                            open("?ticket=" + secrets.get(6), new Ears(), List.of(), "Origin", "https://evil.example")))
                    .isFalse();
            assertThat(isOpen(open("?after_seq=x&ticket=" + secrets.get(7), new Ears(), List.of())))
                    .isFalse();
            assertThat(isOpen(open("", new Ears(), List.of(), "Cookie", "parley_guest=" + guest)))
                    .isFalse();
            post("/api/auth/logout/", access, Map.of());
            ears.closed.get(LONG.toSeconds(), TimeUnit.SECONDS);
            all = log.text();
        }

        assertThat(all).contains("dev.parley.adapter.websocket", "NOT_AUTHENTICATED", "org.glassfish.grizzly");
        for (String secret : secrets) {
            // The end of a token is what makes it one; the rest may be cut.
            assertThat(all.contains(secret.substring(secret.lastIndexOf('.') + 1)))
                    .as("a secret in the log: %s…", secret.substring(0, 8))
                    .isFalse();
        }
    }

    @Test
    void a_terminal_that_was_logged_out_says_so_and_ends() throws Exception {
        TestTerminal terminal = TestTerminal.openAs(access, server.port(), tokens);
        terminal.type("echo hello");
        await().atMost(LONG).until(() -> terminal.answers().equals("hello\n"));

        post("/api/auth/logout/", access, Map.of());

        assertThat(terminal.awaitExit()).isEqualTo(1);
        assertThat(terminal.notes()).contains("signed out");
    }

    private String ticket() throws Exception {
        return post("/api/auth/ws-ticket/", access, Map.of("session_id", session))
                .path("ticket")
                .asText();
    }

    private CompletableFuture<WebSocket> ticketed(String ticket, Ears ears) {
        return open("?ticket=" + ticket, ears, List.of());
    }

    private CompletableFuture<WebSocket> bearing(String token, Ears ears) {
        return open("", ears, List.of(), "Authorization", "Bearer " + token);
    }

    private CompletableFuture<WebSocket> open(String query, Ears ears, List<String> protocols, String... header) {
        var builder = http.newWebSocketBuilder();
        if (header.length == 2) {
            builder.header(header[0], header[1]);
        }
        if (!protocols.isEmpty()) {
            builder.subprotocols("parley.v1", protocols.toArray(String[]::new));
        }
        return builder.buildAsync(
                URI.create("ws://127.0.0.1:" + server.port() + "/ws/chat/" + session + "/" + query), ears);
    }

    /** Whether it opened; it is closed again. */
    private static boolean isOpen(CompletableFuture<WebSocket> tried) {
        try {
            tried.join().abort();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private JsonNode post(String path, @Nullable String token, Map<String, String> body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    /** What a client hears, and with which code it ends. */
    private static final class Ears implements WebSocket.Listener {

        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        String heard() {
            return String.join("", heard);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            heard.add(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable trouble) {
            closed.completeExceptionally(trouble);
        }
    }
}
