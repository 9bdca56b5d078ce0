package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets open one socket, once and soon; and what is refused is refused for real. */
class TicketTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String COOKIE = "Cookie: parley_guest=ada";

    private final ManualTime time = new ManualTime();
    private final AtomicInteger followed = new AtomicInteger();
    private TestServer server;
    private Badges badges;
    private SessionId session;
    private String ticket;

    @BeforeEach
    void start() {
        server = TestServer.start(
                WebSocketConfig.STANDARD.withAllowedOrigins(Set.of("https://good.com")),
                time,
                ports -> new WebSocketAdapter.Ports(
                        ports.authentication(),
                        (caller, where, onChange) -> {
                            followed.incrementAndGet();
                            return ports.followSession().follow(caller, where, onChange);
                        },
                        ports.sendMessage(),
                        ports.cancelReply(),
                        ports.markRead()));
        badges = server.badges();
        session = server.session("ada");
        ticket = badges.ticket(badges.token("ada", MINUTE), session);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawSocket.Answer shake(String query, String... headers) throws IOException {
        try (RawSocket socket = server.socket()) {
            return socket.shake(TestServer.path(session) + query, headers);
        }
    }

    private void assertUnspent() throws IOException {
        assertThat(followed).hasValue(0);
        assertThat(shake("?ticket=" + ticket).status()).isEqualTo(101);
    }

    @Test
    void a_ticket_opens_one_socket_and_no_second() throws Exception {
        assertThat(shake("?after_seq=1&ticket=" + ticket).status()).isEqualTo(101);
        assertThat(shake("?ticket=" + ticket).status()).isEqualTo(401);
        assertThat(followed).hasValue(1);
    }

    @Test
    void of_twenty_at_once_one_gets_in() throws Exception {
        var begin = new CountDownLatch(1);
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var visits = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 20; i++) {
                visits.add(threads.submit(() -> {
                    begin.await();
                    return shake("?ticket=" + ticket).status();
                }));
            }
            begin.countDown();
            for (Future<Integer> visit : visits) {
                statuses.add(visit.get(60, TimeUnit.SECONDS));
            }
        }

        assertThat(statuses).containsOnly(101, 401).containsOnlyOnce(101);
    }

    @Test
    void a_ticket_may_be_written_with_percent_codes() throws Exception {
        assertThat(shake("?ticket=" + ticket.replace("-", "%2D")).status()).isEqualTo(101);
    }

    @Test
    void a_subprotocol_carries_a_ticket_as_well_and_is_never_answered() throws Exception {
        RawSocket.Answer answer = shake("", "Sec-WebSocket-Protocol: parley.v1, ticket." + ticket);

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Protocol")).isEqualTo("parley.v1");
        assertThat(shake("?ticket=" + ticket).status()).isEqualTo(401);
    }

    @Test
    void a_refusal_is_named_as_the_client_named_its_request() throws Exception {
        RawSocket.Answer named = shake("?ticket=nothing", "X-Request-Id: mine-7");
        RawSocket.Answer odd = shake("?ticket=nothing", "X-Request-Id: a b");

        assertThat(named.header("X-Request-Id")).isEqualTo("mine-7");
        assertThat(ChatClient.json(named.body()).path("request_id").asText()).isEqualTo("mine-7");
        assertThat(odd.header("X-Request-Id")).hasSize(36);
        assertThat(ChatClient.json(odd.body()).path("request_id").asText()).isEqualTo(odd.header("X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "ada", "%zz", "%", "secret-ticket-0"})
    void a_bad_ticket_is_401_whatever_else_comes_along(String bad) throws Exception {
        RawSocket.Answer answer = shake("?ticket=" + bad, COOKIE, TestServer.bearer("ada"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(ChatClient.json(answer.body()).path("error_code").asText()).isEqualTo("UNAUTHORIZED");
        assertThat(shake("", COOKIE, "Sec-WebSocket-Protocol: parley.v1, ticket." + bad.replace("%", "!"))
                        .status())
                .isEqualTo(401);
        assertThat(followed).hasValue(0);
    }

    @Test
    void a_ticket_leads_to_its_session_and_nowhere_else() throws Exception {
        SessionId other = server.session("ada");
        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(TestServer.path(other) + "?ticket=" + ticket)
                            .status())
                    .isEqualTo(401);
        }
        assertUnspent();
    }

    @Test
    void a_ticket_is_no_token_and_a_token_no_ticket() throws Exception {
        String token = badges.token("ada", MINUTE);

        assertThat(shake("?ticket=" + token).status()).isEqualTo(401);
        assertThat(shake("?token=" + token).status()).isEqualTo(401);
    }

    @Test
    void a_ticket_is_worth_nothing_after_30_seconds() throws Exception {
        badges.pass(Duration.ofSeconds(31));

        assertThat(shake("?ticket=" + ticket, COOKIE).status()).isEqualTo(401);
    }

    @Test
    void a_ticket_does_not_outlive_the_login_that_got_it() throws Exception {
        String token = badges.token("ada", MINUTE);
        String late = badges.ticket(token, session);
        badges.end(token);

        assertThat(shake("?ticket=" + late).status()).isEqualTo(401);
    }

    @Test
    void a_socket_opened_by_a_ticket_does_not_outlive_the_token_that_got_it() throws Exception {
        try (RawSocket socket = server.socket()) {
            assertThat(socket.shake(TestServer.path(session) + "?ticket=" + ticket)
                            .status())
                    .isEqualTo(101);
            badges.pass(MINUTE);
            time.pass(Duration.ofSeconds(1));

            assertThat(socket.readCloseCode()).isEqualTo(4401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "",
                "https://good.com.evil",
                "https://evil-good.com",
                "https://good.com:8443",
                "https://good.com:80",
                "http://good.com",
                "HTTPS://EVIL.EXAMPLE",
                "https://localhost.evil",
                "http://localhost:1"
            })
    void a_page_of_another_origin_is_refused_whatever_it_carries(String origin) throws Exception {
        RawSocket.Answer answer = shake("?ticket=" + ticket, COOKIE, "Origin: " + origin);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(ChatClient.json(answer.body()).path("error_code").asText()).isEqualTo("FORBIDDEN");
        assertUnspent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.com", "HTTPS://GOOD.COM", "https://good.com:443", "http://localhost"})
    void a_page_of_a_known_origin_gets_in(String origin) throws Exception {
        assertThat(shake("", COOKIE, "Origin: " + origin).status()).isEqualTo(101);
    }

    @Test
    void a_request_that_is_refused_for_its_form_spends_no_ticket() throws Exception {
        String target = TestServer.path(session) + "?ticket=" + ticket;
        String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        List<List<String>> wrong = List.of(
                List.of("GET " + target + " HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: Upgrade"),
                List.of("GET " + target + " HTTP/1.1", "Host: a", "Upgrade: websocket", key),
                List.of("GET " + target + " HTTP/1.1", "Host: a"));
        for (List<String> lines : wrong) {
            try (RawSocket socket = server.socket()) {
                assertThat(socket.request(lines).status()).isIn(400, 426);
            }
        }
        assertThat(shake("?after_seq=x&ticket=" + ticket).status()).isEqualTo(400);
        assertUnspent();
    }

    @Test
    void a_full_server_spends_no_ticket() throws Exception {
        try (TestServer small =
                TestServer.start(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(1, 1, 10)))) {
            SessionId place = small.session("ada");
            String good = small.badges().ticket("ada", place);
            try (ChatClient only = small.connect("ada", place);
                    RawSocket socket = small.socket()) {
                assertThat(socket.shake(TestServer.path(place) + "?ticket=" + good)
                                .status())
                        .isEqualTo(429);
                assertThat(only.socket()).isNotNull();
            }
            await().untilAsserted(
                            () -> assertThat(small.adapter().connections()).isZero());
            try (RawSocket socket = small.socket()) {
                assertThat(socket.shake(TestServer.path(place) + "?ticket=" + good)
                                .status())
                        .isEqualTo(101);
            }
        }
    }

    @Test
    void a_visitor_who_comes_too_often_spends_no_ticket() throws Exception {
        var waits = new ArrayDeque<>(List.of(Optional.of(Duration.ofSeconds(7)), Optional.<Duration>empty()));
        try (TestServer strict = TestServer.start(
                WebSocketConfig.STANDARD,
                time,
                ports -> new WebSocketAdapter.Ports(
                        ports.authentication(),
                        ports.followSession(),
                        ports.sendMessage(),
                        ports.cancelReply(),
                        ports.markRead(),
                        (action, subject) -> waits.remove()))) {
            SessionId place = strict.session("ada");
            String target =
                    TestServer.path(place) + "?ticket=" + strict.badges().ticket("ada", place);
            try (RawSocket early = strict.socket();
                    RawSocket later = strict.socket()) {
                RawSocket.Answer refused = early.shake(target);

                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.header("Retry-After")).isEqualTo("7");
                assertThat(later.shake(target).status()).isEqualTo(101);
            }
        }
    }

    @Test
    void a_user_with_all_the_sockets_there_may_be_spends_no_ticket() throws Exception {
        try (TestServer small =
                TestServer.start(WebSocketConfig.STANDARD.withLimits(new WebSocketConfig.Limits(1, 10, 10)))) {
            SessionId place = small.session("ada");
            String target = TestServer.path(place) + "?ticket=" + small.badges().ticket("ada", place);
            try (ChatClient only = small.connect("ada", place);
                    RawSocket socket = small.socket()) {
                assertThat(socket.shake(target).status()).isEqualTo(429);
                assertThat(only.socket()).isNotNull();
            }
            await().untilAsserted(
                            () -> assertThat(small.adapter().connections()).isZero());
            try (RawSocket socket = small.socket()) {
                assertThat(socket.shake(target).status()).isEqualTo(101);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spent ticket", "late token", "foreign session", "wrong origin"})
    void who_ignores_a_refusal_and_goes_on_gets_nothing(String refused) throws Exception {
        String token = badges.token("ada", MINUTE);
        badges.pass(MINUTE.dividedBy(3));
        assertThat(shake("?ticket=" + ticket).status()).isEqualTo(101);
        followed.set(0);
        badges.pass(MINUTE);
        try (RawSocket socket = server.socket()) {
            int status = switch (refused) {
                case "spent ticket" ->
                    socket.shake(TestServer.path(session) + "?ticket=" + ticket).status();
                case "late token" ->
                    socket.shake(TestServer.path(session), TestServer.bearer(token))
                            .status();
                case "foreign session" ->
                    socket.shake(TestServer.path(session), TestServer.bearer("eve"))
                            .status();
                default ->
                    socket.shake(TestServer.path(session), COOKIE, "Origin: https://evil.example")
                            .status();
            };
            assertThat(status).isIn(401, 403, 404);
            trySend(socket, "{\"type\":\"user_message\",\"session_id\":\"" + session + "\",\"message\":\"hi\"}");

            assertThat(socket.isAtEnd()).isTrue();
            assertThat(followed).hasValueLessThanOrEqualTo(refused.equals("foreign session") ? 1 : 0);
            await().untilAsserted(
                            () -> assertThat(server.adapter().connections()).isZero());
        }
        assertThat(server.engine().useCases().followedSessions()).isZero();
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
}
