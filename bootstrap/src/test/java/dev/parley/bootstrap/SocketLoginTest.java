package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.Caller.Answer;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of people who log in and out of a real server. */
class SocketLoginTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PASSWORD = "seven quiet herons 7";

    @TempDir
    Path data;

    @TempDir
    Path tokens;

    private ChatServer server;
    private Caller api;
    private String access;
    private String refresh;
    private String session;

    @BeforeEach
    void logIn() throws Exception {
        server = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "2000"));
        api = new Caller(server);
        Answer login = api.registered("ada", PASSWORD);
        access = login.text("access_token");
        refresh = login.text("refresh_token");
        session = api.session(access);
    }

    @AfterEach
    void stop() {
        api.close();
        server.close();
    }

    @Test
    void a_logout_ends_open_sockets() throws Exception {
        Ears ears = new Ears();
        WebSocket socket = bearing(access, ears).join();
        assertThat(ears.isClosed()).isFalse();

        api.post("/api/auth/logout/", access, "").good();

        assertThat(ears.closeCode()).isEqualTo(4401);
        socket.abort();
    }

    @Test
    void a_changed_password_ends_open_sockets() throws Exception {
        Ears ears = new Ears();
        WebSocket socket = bearing(access, ears).join();

        api.post(
                        "/api/users/me/password/",
                        access,
                        object("old_password", PASSWORD, "new_password", "eight loud herons 8"))
                .good();

        assertThat(ears.closeCode()).isEqualTo(4401);
        socket.abort();
    }

    @Test
    void another_login_stays_and_a_ticket_ends_with_the_login_that_got_it() throws Exception {
        String other = api.logIn("ada", PASSWORD).text("access_token");
        Ears stays = new Ears();
        WebSocket staying = bearing(other, stays).join();
        Ears goes = new Ears();
        WebSocket going = ticketed(ticket(), goes).join();

        api.post("/api/auth/logout/", access, "").good();

        assertThat(goes.closeCode()).isEqualTo(4401);
        staying.sendText("{\"type\":\"ping\"}", true).join();
        await().atMost(LONG).until(() -> stays.heard().contains("\"pong\""));
        assertThat(stays.isClosed()).isFalse();
        going.abort();
        staying.abort();
    }

    @Test
    void a_fresh_token_of_another_login_keeps_a_socket_open() throws Exception {
        String other = api.post("/api/auth/refresh/", Caller.NOBODY, object("refresh_token", refresh))
                .text("access_token");
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
        String guest = api.guest();
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
            api.post("/api/auth/logout/", access, "").good();
            ears.closeCode();
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

        api.post("/api/auth/logout/", access, "").good();

        assertThat(terminal.awaitExit()).isEqualTo(1);
        assertThat(terminal.notes()).contains("signed out");
    }

    private String ticket() {
        return api.ticket(access, session);
    }

    private CompletableFuture<WebSocket> ticketed(String ticket, Ears ears) {
        return open("?ticket=" + ticket, ears, List.of());
    }

    private CompletableFuture<WebSocket> bearing(String token, Ears ears) {
        return api.socket(session, token, ears);
    }

    private CompletableFuture<WebSocket> open(String query, Ears ears, List<String> protocols, String... header) {
        return api.socket(session, query, ears, protocols, header);
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
}
