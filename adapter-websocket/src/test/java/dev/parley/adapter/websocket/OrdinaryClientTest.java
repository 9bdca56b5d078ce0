package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.domain.session.SessionId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client nobody wrote for us. */
class OrdinaryClientTest {

    @Test
    void it_talks_and_says_goodbye() throws Exception {
        try (TestServer server = TestServer.start();
                HttpClient http = HttpClient.newHttpClient()) {
            SessionId session = server.session("ada");
            var listener = new Listener();
            WebSocket socket = http.newWebSocketBuilder()
                    .subprotocols("parley.v1", "bearer.ada")
                    .buildAsync(URI.create("ws://localhost:" + server.port() + TestServer.path(session)), listener)
                    .get(20, TimeUnit.SECONDS);
            assertThat(socket.getSubprotocol()).isEqualTo("parley.v1");
            assertThat(listener.next("system").path("message").asText()).isEqualTo("connected");

            socket.sendText(
                            "{\"type\":\"user_message\",\"session_id\":\"" + session
                                    + "\",\"message\":\"text\",\"timestamp\":\"2024-01-01T12:00:00Z\"}",
                            true)
                    .get(20, TimeUnit.SECONDS);
            server.model().asked().say("An", "swer").end();
            JsonNode complete = listener.next("ai_complete");
            assertThat(complete.path("full_response").asText()).isEqualTo("Answer");

            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(20, TimeUnit.SECONDS);
            assertThat(listener.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        }
    }

    private static final class Listener implements WebSocket.Listener {

        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(ChatClient.json(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        JsonNode next(String type) throws InterruptedException {
            JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
            while (frame != null && !frame.path("type").asText().equals(type)) {
                frame = frames.poll(20, TimeUnit.SECONDS);
            }
            if (frame == null) {
                throw new AssertionError("no " + type + " came");
            }
            return frame;
        }
    }
}
