package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.session.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private final AtomicInteger followed = new AtomicInteger();
    private TestServer server;
    private SessionId session;

    @BeforeEach
    void start() {
        restart(WebSocketConfig.STANDARD);
    }

    private void restart(WebSocketConfig config) {
        stop();
        server = TestServer.start(
                config,
                System::nanoTime,
                ports -> new WebSocketAdapter.Ports(
                        ports.authentication(),
                        (caller, where, onChange) -> {
                            followed.incrementAndGet();
                            return ports.followSession().follow(caller, where, onChange);
                        },
                        ports.sendMessage(),
                        ports.cancelReply(),
                        ports.markRead()));
        session = server.session("ada");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private RawSocket.Answer shake(String path, String... headers) throws IOException {
        try (RawSocket socket = server.socket()) {
            return socket.shake(path, headers);
        }
    }

    private RawSocket.Answer request(String... lines) throws IOException {
        try (RawSocket socket = server.socket()) {
            return socket.request(List.of(lines));
        }
    }

    @Test
    void a_proper_request_is_upgraded() throws Exception {
        RawSocket.Answer answer = shake(TestServer.path(session), TestServer.bearer("ada"));

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.header("Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
    }

    @Test
    void the_last_slash_may_be_left_out() throws Exception {
        assertThat(shake("/ws/chat/" + session, TestServer.bearer("ada")).status())
                .isEqualTo(101);
    }

    @Test
    void a_cookie_carries_the_token_as_well() throws Exception {
        assertThat(shake(TestServer.path(session), "Cookie: theme=dark; parley_guest=ada; x=y")
                        .status())
                .isEqualTo(101);
    }

    @Test
    void a_subprotocol_carries_the_token_and_is_never_answered() throws Exception {
        RawSocket.Answer answer = shake(TestServer.path(session), "Sec-WebSocket-Protocol: parley.v1, bearer.ada");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("parley.v1");
    }

    @Test
    void compression_is_never_agreed_to() throws Exception {
        RawSocket.Answer answer = shake(
                TestServer.path(session),
                TestServer.bearer("ada"),
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer nobody",
                "Authorization: Bearer ",
                "Authorization: Basic YWRhOmFkYQ==",
                "Cookie: parley_guest=nobody",
                "Cookie: parley_guest=",
                "Cookie: other=ada",
                "Sec-WebSocket-Protocol: parley.v1",
                "Sec-WebSocket-Protocol: parley.v1, bearer.nobody",
                "Authorization: Bearer nobody\r\nCookie: parley_guest=ada"
            })
    void without_a_valid_token_it_is_401(String header) throws Exception {
        RawSocket.Answer answer = header.isEmpty()
                ? shake(TestServer.path(session))
                : shake(TestServer.path(session), header.split("\r\n", -1));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Sec-WebSocket-Accept")).isEmpty();
        assertThat(ChatClient.json(answer.body()).path("error_code").asText()).isEqualTo("UNAUTHORIZED");
        assertThat(followed).hasValue(0);
    }

    @Test
    void who_ignores_a_refusal_and_goes_on_gets_nothing() throws Exception {
        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(TestServer.path(session), "Authorization: Bearer nobody")
                            .status())
                    .isEqualTo(401);
            trySend(socket, "{\"type\":\"ping\"}");

            assertThat(socket.isAtEnd()).isTrue();
            assertThat(followed).hasValue(0);
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
        }
    }

    @Test
    void frames_sent_along_with_a_refused_request_are_dropped() throws Exception {
        try (RawSocket socket = server.socket()) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(("GET " + TestServer.path(session) + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(RawSocket.frame(0x81, "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8)));
            socket.sendBytes(bytes.toByteArray());

            assertThat(socket.answer().status()).isEqualTo(401);
            assertThat(socket.isAtEnd()).isTrue();
            assertThat(followed).hasValue(0);
        }
    }

    private static void trySend(RawSocket socket, String text) {
        try {
            for (int i = 0; i < 10; i++) {
                socket.sendText(text);
            }
        } catch (IOException e) {
            assertThat(e).as("the connection is closed").isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_foreign_session_looks_like_none() throws Exception {
        RawSocket.Answer foreign = shake(TestServer.path(session), TestServer.bearer("eve"));
        RawSocket.Answer none = shake(TestServer.path(new SessionId(UUID.randomUUID())), TestServer.bearer("eve"));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(TestServer.said(foreign)).isEqualTo(TestServer.said(none));
        assertThat(none.status()).isEqualTo(404);
        assertThat(server.adapter().connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ws/chat/",
                "/ws/chat/x/",
                "/ws/chat/1-1-1-1-1/",
                "/ws/chat/%zz/",
                "/ws/chat/a%2Fb/",
                "/ws/chat/{}",
                "/ws/chat/{}//",
                "/ws/chat/{}/x",
                "/ws/chat/{}%2F",
                "/ws/chat/{}%00/",
                "/ws/chat/{};a=b/",
                "/ws/chat//{}/",
                "/WS/chat/{}/",
                "/ws/user/",
                "/"
            })
    void any_other_path_is_404(String path) throws Exception {
        String target = path.replace("{}", path.equals("/ws/chat/{}") ? session + "0" : session.toString());
        RawSocket.Answer answer = shake(target, TestServer.bearer("ada"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(followed).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, 101",
        "https://localhost, 101",
        "HTTP://LOCALHOST, 101",
        "http://localhost:80, 101",
        "https://shop.example, 101",
        "https://shop.example:443, 101",
        "null, 403",
        "https://evil.example, 403",
        "https://shop.example.evil.example, 403",
        "https://shop.example:8443, 403",
        "http://shop.example, 403",
        "http://localhost:8080, 403",
        "https://shop.example@evil.example, 403",
        "https://shop.example/path, 403",
        "file://, 403",
        "localhost, 403",
        "%zz, 403"
    })
    void only_pages_of_known_origins_may_connect(String origin, int status) throws Exception {
        restart(WebSocketConfig.STANDARD.withAllowedOrigins(Set.of("https://shop.example")));
        RawSocket.Answer answer = shake(TestServer.path(session), TestServer.bearer("ada"), "Origin: " + origin);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(followed).hasValue(status == 101 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 101", "10.0.0.1, 403"})
    void a_proxy_says_which_host_a_page_came_from(String proxy, int status) throws Exception {
        restart(WebSocketConfig.STANDARD.withTrustedProxies(Set.of(InetAddress.getAllByName(proxy))::contains));
        RawSocket.Answer answer = shake(
                TestServer.path(session),
                TestServer.bearer("ada"),
                "Origin: https://chat.example",
                "X-Forwarded-Host: chat.example");

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void two_origins_are_none() throws Exception {
        assertThat(shake(
                                TestServer.path(session),
                                TestServer.bearer("ada"),
                                "Origin: http://localhost",
                                "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_our_own_host_may_connect_whatever_the_port() throws Exception {
        RawSocket.Answer answer = request(
                "GET " + TestServer.path(session) + " HTTP/1.1",
                "Host: chat.example:8000",
                "Origin: http://chat.example:8000",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                KEY,
                TestServer.bearer("ada"));

        assertThat(answer.status()).isEqualTo(101);
    }

    @Test
    void a_handshake_must_be_one() throws Exception {
        String path = TestServer.path(session);
        String bearer = TestServer.bearer("ada");
        assertThat(request(
                                "POST " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                bearer,
                                KEY,
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(405);
        assertThat(request(
                                "GET " + path + " HTTP/1.0",
                                "Host: a",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                bearer,
                                KEY,
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(400);
        assertThat(request(
                                "GET " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket",
                                bearer,
                                KEY,
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(400);
        assertThat(request(
                                "GET " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket, h2c",
                                "Connection: Upgrade",
                                bearer,
                                KEY,
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(400);
        assertThat(request(
                                "GET " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                bearer,
                                KEY)
                        .status())
                .isEqualTo(426);
        RawSocket.Answer old = request(
                "GET " + path + " HTTP/1.1",
                "Host: a",
                "Upgrade: websocket",
                "Connection: Upgrade",
                bearer,
                KEY,
                "Sec-WebSocket-Version: 8");
        assertThat(old.status()).isEqualTo(426);
        assertThat(old.header("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(request(
                                "GET " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                bearer,
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(400);
        assertThat(request(
                                "GET " + path + " HTTP/1.1",
                                "Host: a",
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                bearer,
                                "Sec-WebSocket-Key: short",
                                "Sec-WebSocket-Version: 13")
                        .status())
                .isEqualTo(400);
        assertThat(followed).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1.5", "99999999999999999999", "0x1"})
    void where_a_client_stands_must_be_a_number(String after) throws Exception {
        assertThat(shake(TestServer.path(session) + "?after_seq=" + after, TestServer.bearer("ada"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_plain_request_for_a_session_is_told_to_upgrade() throws Exception {
        RawSocket.Answer answer =
                request("GET " + TestServer.path(session) + " HTTP/1.1", "Host: localhost", TestServer.bearer("ada"));

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).isEqualTo("websocket");
        assertThat(ChatClient.json(answer.body()).path("status").asInt()).isEqualTo(426);
        assertThat(ChatClient.json(answer.body()).has("error_code")).isFalse();
    }

    @Test
    void what_is_no_websocket_goes_on_to_the_pages() throws Exception {
        RawSocket.Answer answer = request("GET /hello HTTP/1.1", "Host: localhost", "Connection: close");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void a_connection_may_be_upgraded_after_other_requests() throws Exception {
        try (RawSocket socket = server.socket()) {
            socket.request(List.of("GET /hello HTTP/1.1", "Host: localhost"));

            assertThat(socket.shake(TestServer.path(session), TestServer.bearer("ada"))
                            .status())
                    .isEqualTo(101);
        }
    }

    @Test
    void connections_of_a_user_are_limited_and_counted_down() throws Exception {
        restart(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(2, 10, 10)));
        try (ChatClient one = server.connect("ada", session)) {
            try (ChatClient two = server.connect("ada", session)) {
                two.send("ping", Map.of());
                two.next("pong");
                RawSocket.Answer third = shake(TestServer.path(session), TestServer.bearer("ada"));
                assertThat(third.status()).isEqualTo(429);
                assertThat(third.header("Retry-After")).isEqualTo("5");
                assertThat(ChatClient.json(third.body()).path("error_code").asText())
                        .isEqualTo("RATE_LIMITED");
                server.connect("bob", server.session("bob")).close();
            }
            await().untilAsserted(() -> assertThat(shake(TestServer.path(session), TestServer.bearer("ada"))
                            .status())
                    .isEqualTo(101));
            one.send("ping", Map.of());
            one.next("pong");
        }
        await().untilAsserted(() -> assertThat(server.adapter().connections()).isZero());
    }

    @Test
    void connections_from_an_address_are_limited() throws Exception {
        restart(WebSocketConfig.STANDARD
                .withLimits(new WebSocketConfig.Limits(10, 1, 10))
                .withTrustedProxies(Set.of(InetAddress.getLoopbackAddress())::contains));
        try (ChatClient one = server.connect("ada", session)) {
            String bearer = TestServer.bearer("ada");
            assertThat(shake(TestServer.path(session), bearer).status()).isEqualTo(429);
            assertThat(shake(TestServer.path(session), bearer, "X-Forwarded-For: 10.0.0.1, 10.9.9.9")
                            .status())
                    .isEqualTo(101);
            one.send("ping", Map.of());
            one.next("pong");
        }
    }

    @Test
    void who_is_no_proxy_can_not_choose_its_address() throws Exception {
        restart(WebSocketConfig.STANDARD
                .withLimits(new WebSocketConfig.Limits(10, 1, 10))
                .withTrustedProxies(Set.of(InetAddress.getByName("10.0.0.1"))::contains));
        try (ChatClient one = server.connect("ada", session)) {
            RawSocket.Answer second =
                    shake(TestServer.path(session), TestServer.bearer("ada"), "X-Forwarded-For: 10.9.9.9");
            assertThat(second.status()).isEqualTo(429);
            one.send("ping", Map.of());
            one.next("pong");
        }
    }

    @Test
    void connections_of_a_node_are_limited() throws Exception {
        restart(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(10, 10, 1)));
        try (ChatClient one = server.connect("ada", session)) {
            RawSocket.Answer answer = shake(TestServer.path(session), TestServer.bearer("ada"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            one.send("ping", Map.of());
            one.next("pong");
        }
    }

    @Test
    void refusals_leave_no_count_behind() throws Exception {
        restart(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(2, 2, 2)));
        for (int i = 0; i < 20; i++) {
            shake(TestServer.path(session));
            shake(TestServer.path(session), TestServer.bearer("eve"));
            shake("/ws/chat/none", TestServer.bearer("ada"));
        }

        assertThat(server.adapter().connections()).isZero();
        server.connect("ada", session).close();
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 1500, 429, 2", "RATE_LIMITED, , 429, 5", "STORAGE_FULL, 30000, 503, 30"})
    void a_refusal_says_when_to_come_back(ErrorCode code, Long millis, int status, String seconds) throws Exception {
        Duration after = millis == null ? null : Duration.ofMillis(millis);
        var refused = new FollowSession.Outcome.Refused(new Refusal(code, null, "not now", after));
        try (TestServer busy = TestServer.start(
                        WebSocketConfig.STANDARD,
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                (caller, where, onChange) -> refused,
                                ports.sendMessage(),
                                ports.cancelReply(),
                                ports.markRead()));
                RawSocket socket = busy.socket()) {
            RawSocket.Answer answer = socket.shake(TestServer.path(session), TestServer.bearer("ada"));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Retry-After")).isEqualTo(seconds);
            assertThat(ChatClient.json(answer.body()).path("error_code").asText())
                    .isEqualTo(code.name());
        }
    }

    @Test
    void a_store_that_is_away_is_503_and_nothing_stays_open() throws Exception {
        FollowSession broken = (caller, where, onChange) -> {
            throw new IllegalArgumentException("no store");
        };
        try (TestServer away = TestServer.start(
                        WebSocketConfig.STANDARD,
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                broken,
                                ports.sendMessage(),
                                ports.cancelReply(),
                                ports.markRead()));
                RawSocket socket = away.socket()) {
            RawSocket.Answer answer = socket.shake(TestServer.path(away.session("ada")), TestServer.bearer("ada"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).doesNotContain("no store");
            assertThat(away.adapter().connections()).isZero();
        }
    }

    @Test
    void an_upgrade_that_waits_for_the_store_stops_nobody_else() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TestServer slow = TestServer.start(
                        WebSocketConfig.STANDARD,
                        System::nanoTime,
                        ports -> new WebSocketAdapter.Ports(
                                ports.authentication(),
                                (caller, where, onChange) -> {
                                    awaitIf(caller.user().value().equals("slow"), release);
                                    return ports.followSession().follow(caller, where, onChange);
                                },
                                ports.sendMessage(),
                                ports.cancelReply(),
                                ports.markRead()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SessionId slowSession = slow.session("slow");
            var waiting = new ArrayList<Future<JsonNode>>();
            for (int i = 0; i < 50; i++) {
                waiting.add(threads.submit(() -> {
                    try (ChatClient client = slow.open("slow", slowSession, "", 0)) {
                        return client.next("system");
                    }
                }));
            }
            try (ChatClient other = slow.connect("ada", slow.session("ada"))) {
                other.send("ping", Map.of());
                other.next("pong");
            }
            assertThat(waiting).noneMatch(Future::isDone);
            release.countDown();
            for (Future<JsonNode> client : waiting) {
                assertThat(client.get(20, TimeUnit.SECONDS).path("message").asText())
                        .isEqualTo("connected");
            }
        }
    }

    private static void awaitIf(boolean condition, CountDownLatch latch) {
        try {
            if (condition && !latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void two_hundred_upgrades_at_once_never_mix_up_who_is_who() throws Exception {
        int users = 200;
        var greetings = new ArrayList<Future<String>>();
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < users; i++) {
                String user = "user-" + i;
                SessionId own = server.session(user);
                Callable<String> visit = () -> {
                    begin.await();
                    try (ChatClient client = server.connect(user, own);
                            ChatClient second = server.connect(user, own)) {
                        client.say("I am " + user, "c-1");
                        JsonNode accepted = client.next("message_accepted");
                        JsonNode message = second.next("message").path("message");
                        assertThat(message.path("content").asText()).isEqualTo("I am " + user);
                        assertThat(accepted.path("session_id").asText()).isEqualTo(own.toString());
                        return message.path("author").asText();
                    }
                };
                greetings.add(threads.submit(visit));
            }
            begin.countDown();
            for (int i = 0; i < users; i++) {
                assertThat(greetings.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("user-" + i);
            }
        }
    }
}
