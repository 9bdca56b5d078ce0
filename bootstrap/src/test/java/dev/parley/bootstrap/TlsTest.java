package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.bootstrap.settings.Configuration;
import dev.parley.bootstrap.settings.SettingsException;
import dev.parley.bootstrap.tls.PemFiles;
import dev.parley.bootstrap.tls.ServerCertificate;
import dev.parley.bootstrap.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** TLS over real sockets. */
class TlsTest {

    private static final String REQUEST = "GET /api/x HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    static Path made;

    static TestCertificate first;
    static TestCertificate second;
    static SSLContext trust;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        first = TestCertificate.make(made, "first", "EC");
        second = TestCertificate.make(made, "second", "RSA");
        trust = TestCertificate.trusting(first, second);
    }

    @Test
    void pages_api_and_sockets_are_encrypted_on_the_one_port() throws Exception {
        PemFiles files = pem(first);
        Map<String, String> tls = Map.of(
                "PARLEY_HTTP_TLS_CERTIFICATE", files.certificate().toString(),
                "PARLEY_HTTP_TLS_KEY", files.key().toString(),
                "PARLEY_DEMO_SPEED", "10000");
        try (var server = TestServers.start(folder.resolve("data"), tls);
                var http = HttpClient.newBuilder().sslContext(trust).build()) {
            assertThat(server.address()).startsWith("https://127.0.0.1:");

            HttpResponse<String> guest = post(http, server, "/api/auth/guest/", "");
            String token = field("token", guest.body());
            HttpResponse<String> session = post(http, server, "/api/chat/session/create/", token);
            String url = field("websocket_url", session.body());
            var answer = new Conversation();
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(url), answer)
                    .join();
            socket.sendText("{\"type\":\"resume\",\"after_seq\":0}", true).join();
            String id = "\"session_id\":\"" + field("session_id", session.body()) + "\"";
            socket.sendText("{\"type\":\"user_message\",\"message\":\"count to 300\"," + id + "}", true)
                    .join();

            boolean complete = answer.complete.await(60, TimeUnit.SECONDS);
            // Or closing the client waits for it.
            socket.abort();

            assertThat(guest.headers().firstValue("Set-Cookie").orElse("")).contains(";Secure");
            assertThat(url).startsWith("wss://127.0.0.1:" + server.port() + "/");
            assertThat(complete).as(answer.text.toString()).isTrue();
            assertThat(answer.text.toString()).contains("299", "300");
        }
    }

    @Test
    void a_key_store_works_as_well() throws Exception {
        Map<String, String> tls = Map.of(
                "PARLEY_HTTP_TLS_KEYSTORE",
                second.keystore().toString(),
                "PARLEY_HTTP_TLS_KEYSTORE_PASSWORD",
                TestCertificate.PASSWORD);
        try (var server = TestServers.start(folder.resolve("data"), tls);
                var client = client(server.port())) {
            client.startHandshake();

            assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(second.certificate());
        }
    }

    @Test
    void a_new_certificate_is_for_new_connections() throws Exception {
        PemFiles files = pem(first);
        try (var certificate = ServerCertificate.open(files);
                var host = host(TestHosts.config(), certificate);
                var before = client(host.port())) {
            assertThat(exchange(before)).contains("[/api/x]");

            second.writeTo(files.certificate(), files.key());
            certificate.look();

            try (var after = client(host.port())) {
                assertThat(exchange(after)).contains("[/api/x]");
                assertThat(after.getSession().getPeerCertificates()[0]).isEqualTo(second.certificate());
            }
            assertThat(exchange(before)).contains("[/api/x]");
            assertThat(before.getSession().getPeerCertificates()[0]).isEqualTo(first.certificate());
        }
    }

    @Test
    void the_files_are_watched() throws Exception {
        PemFiles files = pem(first);
        try (var certificate = ServerCertificate.open(files)) {
            var told = new CountDownLatch(1);
            var appender = new ListAppender<ILoggingEvent>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getFormattedMessage().contains("CN=second")) {
                        told.countDown();
                    }
                }
            };
            var logger = (Logger) LoggerFactory.getLogger(ServerCertificate.class);
            appender.start();
            logger.addAppender(appender);
            logger.setLevel(Level.INFO);
            second.writeTo(files.certificate(), files.key());

            certificate.watch(Duration.ofMillis(20));

            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(certificate.shown()).isEqualTo(second.certificate());
            logger.detachAppender(appender);
            logger.setLevel(null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_versions_carry_large_bodies(String version) throws Exception {
        String body = "x".repeat(200_000);
        try (var certificate = ServerCertificate.open(pem(second));
                var host = HttpHost.start(
                        TestHosts.config(),
                        TestHosts.handler((request, response) -> response.getOutputStream()
                                .write(request.getInputStream().readAllBytes())),
                        List.of("/api/*"),
                        TestHosts.pages(),
                        certificate::protect);
                var client = client(host.port())) {
            client.setEnabledProtocols(new String[] {version});
            send(
                    client,
                    "POST /api/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n"
                            + body);

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("200 OK", body);
            assertThat(client.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void suites_without_keys_of_their_own_are_refused() throws Exception {
        try (var certificate = ServerCertificate.open(pem(second));
                var host = host(TestHosts.config(), certificate);
                var client = client(host.port())) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"});

            assertThatThrownBy(client::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void nobody_negotiates_twice() throws Exception {
        try (var certificate = ServerCertificate.open(pem(first));
                var host = host(TestHosts.config(), certificate)) {
            for (int i = 0; i < TestHosts.config().ioThreads() + 1; i++) {
                try (var client = client(host.port())) {
                    client.setEnabledProtocols(new String[] {"TLSv1.2"});
                    assertThat(exchange(client)).contains("[/api/x]");

                    assertThat(catchThrowable(() -> {
                                client.startHandshake();
                                exchange(client);
                            }))
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void plain_http_is_told_what_is_spoken_here() throws Exception {
        try (var certificate = ServerCertificate.open(pem(first));
                var host = host(TestHosts.config(), certificate)) {
            assertThat(RawHttp.exchange(host.port(), REQUEST))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("HTTPS")
                    .doesNotContain("[/api/x]");
        }
    }

    @Test
    void what_is_neither_is_cut() throws Exception {
        try (var certificate = ServerCertificate.open(pem(first));
                var host = host(TestHosts.config(), certificate)) {
            assertThat(RawHttp.exchange(host.port(), "\u0005\u0001\u0000 nonsense, and enough of it"))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"})
    void who_is_slow_to_shake_hands_is_cut(String hello) throws Exception {
        try (var certificate = ServerCertificate.open(pem(first));
                var host = host(TestHosts.impatient(), certificate);
                var slow = new RawHttp(host.port())) {
            slow.send(hello);

            assertThat(slow.readToEnd()).isEmpty();
        }
    }

    @Test
    void a_header_that_comes_too_slowly_is_cut_behind_tls_too() throws Exception {
        try (var certificate = ServerCertificate.open(pem(first));
                var host = host(TestHosts.impatient(), certificate);
                var client = client(host.port())) {
            send(client, "GET /api/x HTTP/1.1\r\nHo");

            assertThat(catchThrowable(() ->
                            assertThat(client.getInputStream().readAllBytes()).isEmpty()))
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isNull(),
                            failure -> assertThat(failure).isInstanceOf(IOException.class));
        }
    }

    @Test
    void a_start_without_the_files_names_the_key() {
        Path data = folder.resolve("data");
        Map<String, String> tls = Map.of(
                "PARLEY_DATA_DIR", data.toString(),
                "PARLEY_HTTP_TLS_CERTIFICATE", folder.resolve("none.pem").toString(),
                "PARLEY_HTTP_TLS_KEY", folder.resolve("none.key").toString());

        assertThatThrownBy(() ->
                        ChatServer.start(Configuration.load(tls, null, data).settings(), "0.0.0"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("http.tls.certificate", "none.pem", "no such file");
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void only_plain_http_is_warned_of() {
        assertThat(warnings(Map.of("PARLEY_HTTP_HOST", "0.0.0.0")))
                .singleElement()
                .asString()
                .contains("Plain HTTP");
        assertThat(warnings(Map.of())).isEmpty();
        assertThat(warnings(Map.of("PARLEY_HTTP_HOST", "0.0.0.0", "PARLEY_HTTP_TLS_KEYSTORE", "x.p12")))
                .isEmpty();
    }

    private List<ILoggingEvent> warnings(Map<String, String> environment) {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("only_plain_http_is_warned_of");
        logger.addAppender(log);
        Wiring.warnOfPlainHttp(Configuration.load(environment, null, folder).settings(), logger);
        logger.detachAppender(log);
        return log.list;
    }

    private PemFiles pem(TestCertificate certificate) throws Exception {
        return certificate.writeTo(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    private static HttpHost host(HttpHostConfig config, ServerCertificate certificate) {
        return HttpHost.start(
                config,
                TestHosts.handler(
                        (request, response) -> response.getWriter().write("[" + request.getRequestURI() + "]")),
                List.of("/api/*"),
                TestHosts.pages(),
                certificate::protect);
    }

    private static SSLSocket client(int port) throws IOException {
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(SSLSocket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String exchange(SSLSocket client) throws IOException {
        send(client, REQUEST);
        var answer = new StringBuilder();
        while (answer.indexOf("]") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after: " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private static HttpResponse<String> post(HttpClient http, ChatServer server, String path, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String field(String name, String json) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    /** Keeps what a socket says, until a reply is complete. */
    private static final class Conversation implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final CountDownLatch complete = new CountDownLatch(1);

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (text.indexOf("ai_complete") >= 0) {
                complete.countDown();
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
