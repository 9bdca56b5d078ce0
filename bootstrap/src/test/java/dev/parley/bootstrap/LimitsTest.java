package dev.parley.bootstrap;

import static dev.parley.bootstrap.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too much of anything is refused with the time to wait, over real sockets. */
class LimitsTest {

    private static final String GUEST = "/api/auth/guest/";
    private static final String MESSAGES = "/api/chat/messages/";
    private static final String TICKET = "/api/auth/ws-ticket/";
    private static final String UNKNOWN = "0190a7e2-1111-7000-8000-000000000001";

    @TempDir
    Path data;

    @Test
    void messages_of_a_user_are_limited_whichever_way_they_come() throws Exception {
        try (var server = server("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "2");
                var api = new Caller(server)) {
            String token = api.guest();
            String session = api.session(token);

            assertThat(say(api, token, session, "one").status()).isEqualTo(202);
            assertThat(say(api, token, session, "two").status()).isEqualTo(202);
            Caller.Answer refused = say(api, token, session, "three");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("RATE_LIMITED");
            assertThat(waitOf(refused)).isBetween(1L, 60L);
            assertThat(say(api, token, session, "one").status()).isEqualTo(202);
            String another = api.guest();
            assertThat(say(api, another, api.session(another), "one").status()).isEqualTo(202);
        }
    }

    @Test
    void an_address_behind_a_proxy_is_the_visitors() throws Exception {
        try (var server = server(
                        "PARLEY_LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS",
                        "1",
                        "PARLEY_WEB_TRUSTED_PROXIES",
                        "127.0.0.0/8");
                var api = new Caller(server)) {
            assertThat(guest(api, "203.0.113.7")).isEqualTo(200);
            assertThat(guest(api, "203.0.113.7")).isEqualTo(429);
            assertThat(guest(api, "203.0.113.8, 127.0.0.9")).isEqualTo(200);
            assertThat(guest(api, "198.51.100.1, 203.0.113.8")).isEqualTo(429);
        }
    }

    @Test
    void a_header_a_proxy_added_counts_more_than_the_visitors_own() throws Exception {
        try (var server = server(
                "PARLEY_LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS", "1", "PARLEY_WEB_TRUSTED_PROXIES", "127.0.0.0/8")) {
            String head = String.join(
                    "\r\n",
                    "POST /api/auth/guest/ HTTP/1.1",
                    "Host: here",
                    "Content-Length: 0",
                    "Connection: close",
                    "X-Forwarded-For: 198.51.100.%d",
                    "X-Forwarded-For: 203.0.113.7",
                    "",
                    "");

            assertThat(RawHttp.exchange(server.port(), head.formatted(1))).startsWith("HTTP/1.1 200 ");
            assertThat(RawHttp.exchange(server.port(), head.formatted(2))).startsWith("HTTP/1.1 429 ");
        }
    }

    @Test
    void what_a_stranger_forwards_gives_no_new_address() throws Exception {
        try (var server = server("PARLEY_LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS", "1");
                var api = new Caller(server)) {
            assertThat(guest(api, "203.0.113.7")).isEqualTo(200);
            assertThat(guest(api, "203.0.113.8")).isEqualTo(429);
        }
    }

    @Test
    void who_is_known_already_is_no_new_visitor() throws Exception {
        try (var server = server("PARLEY_LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS", "1");
                var api = new Caller(server)) {
            String token = api.guest();

            assertThat(api.post(GUEST, token, "{}").status()).isEqualTo(200);
            assertThat(api.post(GUEST, Caller.NOBODY, "{}").status()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER",
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS",
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_TENANT"
            })
    void connections_are_limited_before_they_are_opened(String limit) throws Exception {
        try (var server = server(limit, "1");
                var api = new Caller(server)) {
            String token = api.guest();
            String session = api.session(token);

            try (var first = knock(server, token, session)) {
                assertThat(first.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            }
            try (var second = knock(server, token, session)) {
                String refused = second.readToEnd();

                assertThat(refused).startsWith("HTTP/1.1 429 ").contains("RATE_LIMITED");
                assertThat(refused).containsPattern("Retry-After: [1-9][0-9]?\r\n");
            }
        }
    }

    /** A browser does not see why a socket was refused: it asks for a ticket first, and is told there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PARLEY_LIMITS_CONNECTIONS_PER_USER",
                "PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS",
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER",
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS",
                "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_TENANT"
            })
    void who_would_be_refused_a_socket_is_told_where_tickets_are_given(String limit) throws Exception {
        try (var server = server(limit, "1");
                var api = new Caller(server)) {
            String token = api.guest();
            String session = api.session(token);
            String ofSession = object("session_id", session);
            for (int i = 0; i < 3; i++) {
                assertThat(api.post(TICKET, token, ofSession).status()).isEqualTo(200);
            }

            try (var socket = knock(server, token, session)) {
                assertThat(socket.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");

                for (String asked : List.of(ofSession, object("endpoint", "user"))) {
                    Caller.Answer refused = api.post(TICKET, token, asked);
                    assertThat(refused.status()).isEqualTo(429);
                    assertThat(refused.text()).contains("RATE_LIMITED").doesNotContain("\"ticket\"");
                    assertThat(waitOf(refused)).isBetween(1L, 60L);
                }
                assertThat(api.post(TICKET, token, object("session_id", UNKNOWN))
                                .status())
                        .isEqualTo(404);
                assertThat(api.post(TICKET, Caller.NOBODY, ofSession).status()).isEqualTo(401);
            }
        }
    }

    @Test
    void refused_connections_are_not_counted_for_ever() throws Exception {
        try (var server = server(
                        "PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS", "2",
                        "PARLEY_LIMITS_CONNECTIONS", "3",
                        "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER", "0",
                        "PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_ADDRESS", "0");
                var api = new Caller(server)) {
            String token = api.guest();
            String session = api.session(token);
            var open = new ArrayList<RawHttp>();
            for (int i = 0; i < 2; i++) {
                RawHttp socket = knock(server, token, session);
                assertThat(socket.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
                open.add(socket);
            }

            for (int i = 0; i < 1_000; i++) {
                try (var refused = knock(server, token, session)) {
                    assertThat(refused.readToEnd()).startsWith("HTTP/1.1 429 ");
                }
            }
            for (RawHttp socket : open) {
                socket.close();
            }

            assertThat(admittedInTheEnd(server, token, session)).isTrue();
        }
    }

    /** That a client is gone is noticed soon, not at once. */
    private static boolean admittedInTheEnd(ChatServer server, String token, String session) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            try (var normal = knock(server, token, session)) {
                if (normal.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101 ")) {
                    return true;
                }
            }
        }
        return false;
    }

    private ChatServer server(String... limits) {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < limits.length; i += 2) {
            environment.put(limits[i], limits[i + 1]);
        }
        return TestServers.start(data, environment);
    }

    private static RawHttp knock(ChatServer server, String token, String session) throws IOException {
        return new RawHttp(server.port())
                .send("GET /ws/chat/" + session + "/ HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    }

    private static int guest(Caller api, String forwardedFor) {
        return api.post(GUEST, Caller.NOBODY, "{}", "X-Forwarded-For", forwardedFor)
                .status();
    }

    private static Caller.Answer say(Caller api, String token, String session, String id) {
        return api.post(MESSAGES, token, object("session_id", session, "content", "hello", "client_message_id", id));
    }

    private static long waitOf(Caller.Answer answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElseThrow();
    }
}
