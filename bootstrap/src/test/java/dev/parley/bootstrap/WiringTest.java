package dev.parley.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is set is what the server does. */
class WiringTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] FORWARDED = {
        "X-Forwarded-For", "10.9.9.9", "X-Forwarded-Host", "chat.example", "X-Forwarded-Proto", "https"
    };

    @TempDir
    Path data;

    private HttpClient http;

    @BeforeEach
    void openClient() {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void closeClient() {
        http.shutdownNow();
    }

    @Test
    void a_proxy_in_the_list_is_believed_about_address_host_and_scheme() throws Exception {
        try (var server = serverTrusting("10.0.0.1, 127.0.0.1")) {
            String token = token(server);
            JsonNode session = post(server, "/api/chat/session/create/", token, FORWARDED);

            assertThat(session.path("websocket_url").asText()).startsWith("wss://chat.example/ws/chat/");
            WebSocket one = connect(server, session, token);
            WebSocket other = connect(server, session, token, FORWARDED);
            assertThat(one.isOutputClosed() || other.isOutputClosed()).isFalse();
        }
    }

    @Test
    void who_is_not_in_the_list_is_not_believed_even_if_there_is_one() throws Exception {
        try (var server = serverTrusting("10.0.0.1")) {
            String token = token(server);
            JsonNode session = post(server, "/api/chat/session/create/", token, FORWARDED);

            assertThat(session.path("websocket_url").asText()).startsWith("ws://127.0.0.1:" + server.port() + "/");
            WebSocket one = connect(server, session, token);
            assertThat(catchThrowable(() -> connect(server, session, token, FORWARDED)))
                    .isInstanceOf(CompletionException.class)
                    .extracting(Throwable::getCause)
                    .extracting(refused -> ((WebSocketHandshakeException) refused)
                            .getResponse()
                            .statusCode())
                    .isEqualTo(429);
            assertThat(one.isOutputClosed()).isFalse();
        }
    }

    @Test
    void a_page_of_the_public_address_may_open_sockets() throws Exception {
        try (var server =
                TestServers.start(data, Map.of("PARLEY_WEB_PUBLIC_URL", "https://chat.example:8443/parley"))) {
            String token = token(server);
            JsonNode session = post(server, "/api/chat/session/create/", token);

            assertThat(connect(server, session, token, "Origin", "https://chat.example:8443")
                            .isOutputClosed())
                    .isFalse();
            assertThat(catchThrowable(() -> connect(server, session, token, "Origin", "https://evil.example:8443")))
                    .isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void a_socket_makes_its_session_only_if_that_is_wanted() throws Exception {
        JsonNode chosen =
                JSON.createObjectNode().put("session_id", UUID.randomUUID().toString());
        try (var server = TestServers.start(data)) {
            String token = token(server);
            assertThat(catchThrowable(() -> connect(server, chosen, token)))
                    .isInstanceOf(CompletionException.class)
                    .extracting(Throwable::getCause)
                    .extracting(refused -> ((WebSocketHandshakeException) refused)
                            .getResponse()
                            .statusCode())
                    .isEqualTo(404);
        }
        try (var server = TestServers.start(data, Map.of("PARLEY_SESSIONS_CREATE_ON_CONNECT", "true"))) {
            String token = token(server);

            assertThat(connect(server, chosen, token).isOutputClosed()).isFalse();
            assertThat(get(server, "/api/chat/session/" + id(chosen) + "/", token)
                            .path("session_id")
                            .asText())
                    .isEqualTo(id(chosen));
        }
    }

    @Test
    void what_is_logged_of_a_frame_tells_whose_it_was() throws Exception {
        var log = new CaughtLog("dev.parley.adapter.websocket.ChatConnection");
        try (var server = TestServers.start(data)) {
            String token = token(server);
            JsonNode session = post(server, "/api/chat/session/create/", token);
            WebSocket socket = connect(server, session, token);
            for (int i = 0; i < 20; i++) {
                socket.sendText("not JSON", true).join();
            }

            ILoggingEvent closing = log.next();

            assertThat(closing.getFormattedMessage()).contains("FLOOD");
            assertThat(closing.getMDCPropertyMap()).containsEntry("session_id", id(session));
            assertThat(closing.getMDCPropertyMap()).containsKeys("connection_id", "tenant_id", "user_id");
            assertThat(closing.getMDCPropertyMap().values()).noneMatch(String::isEmpty);
        } finally {
            log.stop();
        }
    }

    @Test
    void what_is_logged_of_a_request_tells_whose_it_was() throws Exception {
        var log = new CaughtLog("dev.parley.adapter.rest.ReplyEvents");
        try (var server = TestServers.start(data)) {
            JsonNode guest = post(server, "/api/auth/guest/", "");
            String token = guest.path("token").asText();
            String session = id(post(server, "/api/chat/session/create/", token));
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/api/chat/messages/"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "text/event-stream")
                    .header("X-Request-Id", "order-7")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"session_id\":\"%s\",\"content\":\"count to 1000\"}".formatted(session)))
                    .build();
            try (InputStream events = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                assertThat(events.read()).isEqualTo('e');
            }

            ILoggingEvent leaving = log.next();

            assertThat(leaving.getFormattedMessage()).contains("went away");
            assertThat(leaving.getMDCPropertyMap())
                    .containsEntry("request_id", "order-7")
                    .containsEntry("user_id", guest.path("user_id").asText())
                    .containsKey("tenant_id");
        } finally {
            log.stop();
        }
    }

    /** Only one connection from an address may be open. */
    private ChatServer serverTrusting(String proxies) {
        return TestServers.start(
                data, Map.of("PARLEY_WEB_TRUSTED_PROXIES", proxies, "PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS", "1"));
    }

    private WebSocket connect(ChatServer server, JsonNode session, String token, String... headers) {
        var builder = http.newWebSocketBuilder().header("Authorization", "Bearer " + token);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI address = URI.create("ws://127.0.0.1:" + server.port() + "/ws/chat/" + id(session) + "/");
        return builder.buildAsync(address, new WebSocket.Listener() {}).join();
    }

    private String token(ChatServer server) throws Exception {
        return post(server, "/api/auth/guest/", "").path("token").asText();
    }

    private JsonNode post(ChatServer server, String path, String token, String... headers) throws Exception {
        return answer(server, path, token, headers, HttpRequest.BodyPublishers.ofString("{}"), "POST");
    }

    private JsonNode get(ChatServer server, String path, String token) throws Exception {
        return answer(server, path, token, new String[0], HttpRequest.BodyPublishers.noBody(), "GET");
    }

    private JsonNode answer(
            ChatServer server,
            String path,
            String token,
            String[] headers,
            HttpRequest.BodyPublisher body,
            String method)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return JSON.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String id(JsonNode session) {
        return session.path("session_id").asText();
    }

    /** What one logger says while this listens. */
    private static final class CaughtLog extends AppenderBase<ILoggingEvent> {

        private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();
        private final Logger logger;
        private final Level usual;

        CaughtLog(String name) {
            logger = (Logger) LoggerFactory.getLogger(name);
            usual = logger.getLevel();
            logger.setLevel(Level.DEBUG);
            logger.addAppender(this);
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }

        ILoggingEvent next() throws InterruptedException {
            ILoggingEvent event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("something in the log").isNotNull();
            return event;
        }

        @Override
        public void stop() {
            logger.detachAppender(this);
            logger.setLevel(usual);
            super.stop();
        }
    }
}
