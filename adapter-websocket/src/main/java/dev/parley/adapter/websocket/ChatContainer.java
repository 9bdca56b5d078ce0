package dev.parley.adapter.websocket;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/** Tyrus with one endpoint and no transport of its own. */
final class ChatContainer extends TyrusServerContainer {

    private static final int LONGEST_HEADER = 14;
    private static final String ROOT = "/";

    private final TyrusWebSocketEngine engine;

    private ChatContainer(WebSocketConfig config) {
        super((Set<Class<?>>) null);
        this.engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize(config.sizes().message() + LONGEST_HEADER)
                .build();
        setDefaultMaxTextMessageBufferSize(config.sizes().message());
        setDefaultMaxBinaryMessageBufferSize(config.sizes().message());
        // Below 0: at 0 Tyrus would schedule a task for every message sent and received.
        setDefaultMaxSessionIdleTimeout(-1);
    }

    static ChatContainer started(WebSocketConfig config) {
        ChatContainer container = new ChatContainer(config);
        try {
            for (String path : List.of(ChatPath.template(), UserPath.PATH)) {
                container.addEndpoint(ServerEndpointConfig.Builder.create(Endpoints.Chat.class, path)
                        .configurator(new OneEndpoint())
                        .subprotocols(List.of(config.subprotocol()))
                        .build());
            }
            container.start(ROOT, -1);
            container.doneDeployment();
            return container;
        } catch (DeploymentException | IOException e) {
            throw new IllegalStateException("the chat endpoint could not be deployed", e);
        }
    }

    @Override
    public void register(Class<?> endpointClass) throws DeploymentException {
        engine.register(endpointClass, ROOT);
    }

    @Override
    public void register(ServerEndpointConfig endpoint) throws DeploymentException {
        engine.register(endpoint, ROOT);
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    /** Gives the same endpoint to every session: it keeps nothing. */
    private static final class OneEndpoint extends ServerEndpointConfig.Configurator {

        private final Endpoints.Chat endpoint = new Endpoints.Chat();

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }
    }
}
