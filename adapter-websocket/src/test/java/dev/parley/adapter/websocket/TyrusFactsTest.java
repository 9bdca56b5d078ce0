package dev.parley.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Tyrus does by itself, and why it is not left to itself. If one of these fails, something may be made simpler. */
class TyrusFactsTest {

    private static final int BUFFER = 1_024;

    private final List<String> heard = new ArrayList<>();
    private final List<Integer> closed = new ArrayList<>();
    private final Recorder writer = new Recorder();
    // It reports what is provoked here with stack traces.
    private final Logger tyrus = Logger.getLogger("org.glassfish.tyrus");

    @BeforeEach
    void silence() {
        tyrus.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        tyrus.setLevel(null);
    }

    private WebSocketEngine.UpgradeInfo upgrade(int statusOfHandshake) throws Exception {
        var container = new Container();
        container.addEndpoint(ServerEndpointConfig.Builder.create(Listener.class, "/x")
                .configurator(new Configurator(statusOfHandshake, new Listener(heard, closed)))
                .build());
        container.start("/", -1);
        RequestContext request = RequestContext.Builder.create()
                .requestURI(URI.create("/x"))
                .tyrusProperties(Map.of())
                .build();
        request.getHeaders().put("Host", List.of("localhost"));
        request.getHeaders().put("Upgrade", List.of("websocket"));
        request.getHeaders().put("Connection", List.of("Upgrade"));
        request.getHeaders().put("Sec-WebSocket-Version", List.of("13"));
        request.getHeaders().put("Sec-WebSocket-Key", List.of("dGhlIHNhbXBsZSBub25jZQ=="));
        return container.getWebSocketEngine().upgrade(request, new TyrusUpgradeResponse());
    }

    private Connection connection() throws Exception {
        return upgrade(101).createConnection(writer, reason -> {});
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 302, 401, 503})
    void a_refusal_in_the_handshake_is_called_a_success(int status) throws Exception {
        assertThat(upgrade(status).getStatus()).isEqualTo(WebSocketEngine.UpgradeStatus.SUCCESS);
    }

    @Test
    void a_frame_without_a_mask_is_taken() throws Exception {
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(RawSocket.header(0x81, 0, 2));
        frame.writeBytes(utf8("hi"));
        connection().getReadHandler().handle(ByteBuffer.wrap(frame.toByteArray()));

        assertThat(heard).containsExactly("hi");
    }

    @Test
    void a_frame_too_large_is_noticed_when_it_does_not_fit_any_more() throws Exception {
        byte[] frame = RawSocket.frame(0x81, new byte[10 * BUFFER]);
        Connection connection = connection();
        connection.getReadHandler().handle(ByteBuffer.wrap(frame, 0, BUFFER - 1));
        assertThat(closed).isEmpty();

        connection.getReadHandler().handle(ByteBuffer.wrap(frame, BUFFER - 1, BUFFER));
        assertThat(closed).containsExactly(1011);
    }

    @Test
    void small_frames_read_together_count_as_a_large_one() throws Exception {
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < 3; i++) {
            frames.writeBytes(RawSocket.frame(0x81, utf8("x".repeat(BUFFER / 2))));
        }
        connection().getReadHandler().handle(ByteBuffer.wrap(frames.toByteArray()));

        assertThat(heard).isEmpty();
        assertThat(closed).containsExactly(1011);
    }

    @Test
    void it_hangs_up_at_once_after_its_own_close_frame() throws Exception {
        connection().getReadHandler().handle(ByteBuffer.wrap(RawSocket.frame(0x81, new byte[] {(byte) 0xFF})));

        assertThat(writer.events).containsExactly("write 136", "close");
    }

    @Test
    void every_ping_is_answered_however_many_answers_wait() throws Exception {
        Connection connection = connection();
        for (int i = 0; i < 1_000; i++) {
            connection.getReadHandler().handle(ByteBuffer.wrap(RawSocket.frame(0x89, new byte[0])));
        }

        assertThat(writer.events).hasSize(1_000).containsOnly("write 138");
    }

    /** Takes everything and completes nothing. */
    private static final class Recorder extends Writer {

        private final List<String> events = new ArrayList<>();

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
            events.add("write " + (buffer.get(0) & 0xFF));
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    private static final class Container extends TyrusServerContainer {

        private final TyrusWebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).incomingBufferSize(BUFFER).build();

        Container() {
            super((Set<Class<?>>) null);
        }

        @Override
        public void register(Class<?> endpoint) throws DeploymentException {
            engine.register(endpoint, "/");
        }

        @Override
        public void register(ServerEndpointConfig endpoint) throws DeploymentException {
            engine.register(endpoint, "/");
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }

        @Override
        public Map<String, Object> getProperties() {
            return Map.of();
        }
    }

    private static final class Configurator extends ServerEndpointConfig.Configurator {

        private final int status;
        private final Listener listener;

        Configurator(int status, Listener listener) {
            this.status = status;
            this.listener = listener;
        }

        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            ((TyrusUpgradeResponse) response).setStatus(status);
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(listener);
        }
    }

    /** Writes down what it is told. Public because Tyrus calls it by reflection. */
    public static final class Listener extends Endpoint {

        private final List<String> heard;
        private final List<Integer> closed;

        Listener(List<String> heard, List<Integer> closed) {
            this.heard = heard;
            this.closed = closed;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) heard::add);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            closed.add(reason.getCloseCode().getCode());
        }
    }
}
