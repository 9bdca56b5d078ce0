package dev.parley.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHostTest {

    private static final String CLOSE = "Connection: close\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"/api/chat/sessions/", "/api/x?y=1", "/health/live", "/version", "/version/"})
    void the_api_answers_below_its_paths(String path) throws Exception {
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write("api " + request.getRequestURI()))) {
            String answer = get(host, path);

            assertThat(answer).contains("200 OK", "api " + path.replaceAll("[?].*", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apis", "/healthy", "/versions", "/ws/chat/"})
    void what_only_looks_like_the_api_does_not_reach_it(String path) throws Exception {
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write("api"))) {
            assertThat(get(host, path)).startsWith("HTTP/1.1 404").contains("There is nothing here.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "HERE.example:8000", "127.0.0.1", "[::1]:8000", "my_service-1", "a.b.c."})
    void a_host_may_be_named_as_hosts_are(String name) throws Exception {
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write("[served]"))) {
            assertThat(RawHttp.exchange(host.port(), "GET /api/x HTTP/1.1\r\nHost: " + name + "\r\n" + CLOSE))
                    .contains("[served]");
            assertThat(RawHttp.exchange(
                            host.port(), "GET http://" + name + "/api/x HTTP/1.1\r\nHost: other\r\n" + CLOSE))
                    .contains("[served]");
        }
    }

    @Test
    void one_connection_serves_many_requests() throws Exception {
        try (var host = TestHosts.host(
                        (request, response) -> response.getWriter().write("[" + request.getPathInfo() + "]"));
                var http = new RawHttp(host.port())) {
            for (int i = 0; i < 300; i++) {
                http.send("GET /api/" + i + " HTTP/1.1\r\nHost: here\r\n\r\n").readUntil("]");
            }

            assertThat(http.send("GET /api/last HTTP/1.1\r\nHost: here\r\n" + CLOSE)
                            .readToEnd())
                    .contains("last]");
        }
    }

    @Test
    void add_ons_are_registered_before_the_start() {
        var seen = new AtomicReference<NetworkListener>();

        try (var host = HttpHost.start(
                TestHosts.config(),
                TestHosts.handler((request, response) -> {}),
                List.of("/api/*"),
                TestHosts.pages(),
                listener -> {
                    assertThat(listener.isStarted()).isFalse();
                    seen.set(listener);
                })) {
            assertThat(seen.get().isStarted()).isTrue();
            assertThat(seen.get().getPort()).isEqualTo(host.port());
        }
    }

    @Test
    void a_port_that_is_taken_is_named() {
        try (var first = TestHosts.host((request, response) -> {})) {
            var taken = HttpHostConfig.standard("127.0.0.1", first.port());

            assertThatThrownBy(() -> TestHosts.host(taken, (request, response) -> {}))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("PARLEY_HTTP_PORT");
        }
    }

    @Test
    void a_host_that_is_not_here_is_named() {
        var elsewhere = HttpHostConfig.standard("no-such-host.invalid", 0);

        assertThatThrownBy(() -> TestHosts.host(elsewhere, (request, response) -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    static Map<String, String> badRequests() {
        String head = "GET /api/x HTTP/1.1\r\nHost: here\r\n";
        var all = new ConcurrentHashMap<String, String>();
        all.put("NUL in a value", head + "X-Odd: a\0b\r\n" + CLOSE);
        all.put("CR in a value", head + "X-Odd: a\rb\r\n" + CLOSE);
        all.put("blank before the colon", head + "X-Odd : a\r\n" + CLOSE);
        all.put("no name", head + ": a\r\n" + CLOSE);
        all.put(
                "two lengths",
                "POST /api/x HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\nContent-Length: 4\r\n" + CLOSE + "abcd");
        all.put(
                "unknown coding",
                "POST /api/x HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: gzip, chunked\r\n" + CLOSE + "0\r\n\r\n");
        all.put("negative length", "POST /api/x HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n" + CLOSE);
        all.put("no host", "GET /api/x HTTP/1.1\r\n" + CLOSE);
        all.put("two hosts", head + "Host: there\r\n" + CLOSE);
        all.put("a host that is none", "GET /api/x HTTP/1.1\r\nHost: a/b\r\n" + CLOSE);
        all.put("a host with a user", "GET /api/x HTTP/1.1\r\nHost: me@here\r\n" + CLOSE);
        all.put("half an address for a host", "GET http://[::1/api/x HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("large header", head + "X-Large: " + "a".repeat(20_000) + "\r\n" + CLOSE);
        all.put("many fields", head + "X-A: b\r\n".repeat(200) + CLOSE);
        all.put("one field too many", head + "X-A: b\r\n".repeat(99) + CLOSE);
        all.put("target that is no UTF-8", "GET /api/%ff HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("overlong target", "GET /api/%c0%af HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("half a code", "GET /api/%z HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("climbing target", "GET /api/../version HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("tunnel", "CONNECT /api/x HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("tunnel to a host", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: here\r\n" + CLOSE);
        all.put("not HTTP", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n");
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namesOfBadRequests")
    void a_header_that_is_not_well_formed_is_refused(String name) throws Exception {
        var reached = new AtomicBoolean();
        try (var host = TestHosts.host(TestHosts.impatient(), (request, response) -> reached.set(true))) {
            String answer = RawHttp.exchange(host.port(), badRequests().get(name));

            assertThat(reached).isFalse();
            assertThat(answer)
                    .doesNotContain("200 OK", "HTTP/1.1 5", "\tat ", "Exception")
                    .doesNotContainIgnoringCase("grizzly");
        }
    }

    @Test
    void a_body_with_a_length_and_chunks_smuggles_no_second_request() throws Exception {
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write(request.getRequestURI()))) {
            String first =
                    "POST /api/x HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";
            String second = "GET /api/smuggled HTTP/1.1\r\nHost: here\r\n\r\n";

            String answer = RawHttp.exchange(host.port(), first + "0\r\n\r\n" + second);

            assertThat(answer).doesNotContain("smuggled");
        }
    }

    @Test
    void a_client_that_offers_another_protocol_is_answered() throws Exception {
        try (var host = TestHosts.host((request, response) -> response.getWriter()
                        .write(new String(request.getInputStream().readAllBytes(), UTF_8)));
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/api/x"))
                    .POST(HttpRequest.BodyPublishers.ofString("a body"))
                    .build();

            for (int i = 0; i < 50; i++) {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

                assertThat(answer.body()).isEqualTo("a body");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "websocket", "TLS/1.0", "", "websocket, h2c"})
    void an_offer_to_upgrade_smuggles_no_second_request(String protocol) throws Exception {
        String body = "GET /api/smuggled HTTP/1.1\r\nHost: here\r\n\r\n";
        String first = "POST /api/x HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: " + protocol
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write(request.getRequestURI()))) {
            String answer = RawHttp.exchange(host.port(), first + "GET /api/last HTTP/1.1\r\nHost: here\r\n" + CLOSE);

            assertThat(answer).doesNotContain("smuggled");
        }
    }

    static List<String> namesOfBadRequests() {
        return badRequests().keySet().stream().sorted().toList();
    }

    @Test
    void a_header_that_comes_too_slowly_is_cut() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("never"));
                var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: he");

            assertThat(http.readToEnd()).doesNotContain("200 OK");
        }
    }

    @Test
    void a_slow_upgrade_is_cut() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("never"));
                var http = new RawHttp(host.port())) {
            http.send("GET /ws/chat/x/ HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");

            assertThat(http.dribble("a")).doesNotContain("HTTP/1.1 101", "200 OK");
        }
    }

    @Test
    void the_header_of_a_later_request_is_cut_too() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("[x]"));
                var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: here\r\n\r\n").readUntil("[x]");
            http.send("GET /api/y HTTP/1.1\r\n");

            assertThat(http.readToEnd()).doesNotContain("[x]");
        }
    }

    @Test
    void a_header_that_comes_byte_by_byte_is_cut() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("never"));
                var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: here\r\nX-Slow: ");

            assertThat(http.dribble("a")).doesNotContain("200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nffff\r\n"})
    void a_body_that_comes_byte_by_byte_is_cut(String length) throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter()
                                .write("whole " + request.getInputStream().readAllBytes().length));
                var http = new RawHttp(host.port())) {
            http.send("POST /api/x HTTP/1.1\r\nHost: here\r\n" + length);

            assertThat(http.dribble("a")).doesNotContain("whole");
        }
    }

    @Test
    void a_body_nobody_reads_is_cut_too() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("[done]"));
                var http = new RawHttp(host.port())) {
            http.send("POST /api/x HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n");

            assertThat(http.dribble("a")).doesNotContain("[x]");
        }
    }

    @Test
    void a_large_body_may_take_its_time() throws Exception {
        String part = "a".repeat(50_000);
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter()
                                .write("whole " + request.getInputStream().readAllBytes().length));
                var http = new RawHttp(host.port())) {
            http.send(
                    "POST /api/x HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 50030\r\n\r\n" + part);

            assertThat(http.dribble("a", 30)).contains("whole 50030");
        }
    }

    @Test
    void slow_clients_keep_nobody_else_out() throws Exception {
        var slow = new java.util.ArrayList<RawHttp>();
        try (var host =
                TestHosts.host((request, response) -> response.getWriter().write("[served]"))) {
            for (int i = 0; i < 500; i++) {
                slow.add(new RawHttp(host.port()).send("GET /api/x HTTP/1.1\r\nHost: he"));
            }

            assertThat(get(host, "/api/x")).contains("[served]");
        } finally {
            for (RawHttp http : slow) {
                http.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "0x5", "5 5", "fffffffffffffffff", "5\0", "\u00b2", "g", "+5"})
    void a_chunk_without_a_sound_size_is_refused(String size) throws Exception {
        String head = "POST /api/x HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";
        String rest = "\r\nhello\r\n0\r\n\r\nGET /api/smuggled HTTP/1.1\r\nHost: here\r\n\r\n";
        try (var host = TestHosts.host(
                TestHosts.impatient(),
                (request, response) -> response.getWriter()
                        .write("[" + request.getRequestURI()
                                + request.getInputStream().readAllBytes().length + "]"))) {
            assertThat(RawHttp.exchange(host.port(), head + size + rest)).doesNotContain("[/api", "smuggled");
        }
    }

    @Test
    void a_resting_connection_is_closed() throws Exception {
        try (var host = TestHosts.host(
                        TestHosts.impatient(),
                        (request, response) -> response.getWriter().write("[x]"));
                var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: here\r\n\r\n").readUntil("[x]");

            assertThat(http.readToEnd()).doesNotContain("[x]");
        }
    }

    @Test
    void a_request_may_be_silent_for_longer_than_a_connection_may_rest() throws Exception {
        var never = new CountDownLatch(1);
        try (var host = TestHosts.host(TestHosts.impatient(), (request, response) -> {
            assertThat(never.await(3, TimeUnit.SECONDS)).isFalse();
            response.getWriter().write("[late]");
        })) {
            assertThat(get(host, "/api/x")).contains("[late]");
        }
    }

    @Test
    void an_exception_of_a_handler_is_answered_in_plain_words() throws Exception {
        try (var host = TestHosts.host((request, response) -> {
            throw new IllegalStateException("a secret");
        })) {
            assertThat(get(host, "/api/x"))
                    .startsWith("HTTP/1.1 500")
                    .contains("Something went wrong on our side.")
                    .doesNotContain("secret", "Exception", "\tat ");
        }
    }

    @Test
    void stopping_drains_and_lets_requests_end() throws Exception {
        var begun = new CountDownLatch(1);
        var drained = new CountDownLatch(1);
        var host = TestHosts.host((request, response) -> {
            begun.countDown();
            drained.await();
            response.getWriter().write("[whole]");
        });
        try (var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: here\r\n\r\n");
            begun.await();
            int port = host.port();

            host.stop(Duration.ofSeconds(30), () -> {
                // The kernel lets go of the port when the selector has looked at it once more.
                await().untilAsserted(
                                () -> assertThatThrownBy(() -> connected(port)).isInstanceOf(ConnectException.class));
                drained.countDown();
            });

            assertThat(http.readToEnd()).contains("200 OK", "[whole]");
        }
    }

    @Test
    void stopping_does_not_wait_for_ever() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var host = TestHosts.host((request, response) -> {
            begun.countDown();
            never.await();
        });
        try (var http = new RawHttp(host.port())) {
            http.send("GET /api/x HTTP/1.1\r\nHost: here\r\n\r\n");
            begun.await();

            host.stop(Duration.ofMillis(100), () -> {});

            assertThat(http.readToEnd()).doesNotContain("200 OK");
        }
    }

    @Test
    void stopping_twice_does_no_harm() {
        var host = TestHosts.host((request, response) -> {});

        host.stop(Duration.ofSeconds(1), () -> {});
        host.close();

        assertThatThrownBy(() -> new RawHttp(host.port())).isInstanceOf(IOException.class);
    }

    private static void connected(int port) throws IOException {
        new RawHttp(port).close();
    }

    private static String get(HttpHost host, String path) throws IOException {
        return RawHttp.exchange(host.port(), "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + CLOSE);
    }
}
