package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer of a whole server says to browsers. */
class AnswerHeadersTest {

    @TempDir
    static Path data;

    private static ChatServer server;

    @BeforeAll
    static void start() {
        server = TestServers.start(data, Map.of("PARLEY_WEB_TRUSTED_PROXIES", "127.0.0.0/8"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing/here",
                "/version",
                "/health/live",
                "/api/chat/sessions/",
                "/api/nothing",
                "/api/%00",
                "/ws/chat/01a1fecf-cf9e-7301-acba-aa4d99af4ea9/"
            })
    void every_answer_takes_from_browsers_what_it_does_not_need(String path) throws Exception {
        assertThat(head(server, path))
                .contains(
                        "X-Content-Type-Options: nosniff",
                        "Referrer-Policy: no-referrer",
                        "Cross-Origin-Opener-Policy: same-origin",
                        "Permissions-Policy: camera=()",
                        "Content-Security-Policy: default-src 'none'",
                        "frame-ancestors",
                        "X-Frame-Options: ")
                .doesNotContain("unsafe", "Strict-Transport-Security");
    }

    @Test
    void each_is_said_once() throws Exception {
        assertThat(head(server, "/").split("Content-Security-Policy:", -1)).hasSize(2);
        assertThat(head(server, "/version").split("X-Content-Type-Options:", -1))
                .hasSize(2);
    }

    @Test
    void only_pages_may_be_framed_and_only_by_our_own() throws Exception {
        assertThat(head(server, "/")).contains("X-Frame-Options: SAMEORIGIN", "frame-ancestors 'self'");
        assertThat(head(server, "/version")).contains("X-Frame-Options: DENY", "frame-ancestors 'none'");
    }

    @Test
    void personal_answers_are_kept_by_nobody() throws Exception {
        assertThat(head(server, "/api/chat/sessions/")).contains("Cache-Control: no-store");
    }

    @Test
    void who_came_by_https_shall_come_so_again() throws Exception {
        assertThat(head(server, "/", "X-Forwarded-Proto: https"))
                .contains("Strict-Transport-Security: max-age=31536000");
        assertThat(head(server, "/", "X-Forwarded-Proto: http")).doesNotContain("Strict-Transport-Security");
    }

    @Test
    void what_a_stranger_forwards_does_not_count(@TempDir Path other) throws Exception {
        try (var alone = TestServers.start(other, Map.of("PARLEY_WEB_TRUSTED_PROXIES", "10.0.0.0/8"))) {
            assertThat(head(alone, "/", "X-Forwarded-Proto: https")).doesNotContain("Strict-Transport-Security");
        }
    }

    @Test
    void a_public_address_with_https_is_enough(@TempDir Path other) throws Exception {
        Map<String, String> known = Map.of("PARLEY_WEB_PUBLIC_URL", "https://chat.example", "PARLEY_WEB_HSTS", "1d");
        try (var behind = TestServers.start(other, known)) {
            assertThat(head(behind, "/version")).contains("Strict-Transport-Security: max-age=86400");
        }
    }

    @Test
    void it_can_be_left_out(@TempDir Path other) throws Exception {
        Map<String, String> off = Map.of("PARLEY_WEB_PUBLIC_URL", "https://chat.example", "PARLEY_WEB_HSTS", "0d");
        try (var behind = TestServers.start(other, off)) {
            assertThat(head(behind, "/version")).doesNotContain("Strict-Transport-Security");
        }
    }

    private static String head(ChatServer asked, String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        String answer = RawHttp.exchange(
                asked.port(), "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + more + "Connection: close\r\n\r\n");
        return answer.substring(0, answer.indexOf("\r\n\r\n"));
    }
}
