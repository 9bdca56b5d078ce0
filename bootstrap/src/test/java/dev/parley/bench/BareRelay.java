package dev.parley.bench;

import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * The least a relay can do on the same engine: no domain, no store, no order, no resume. Each model event goes out as one
 * small frame. What the server is compared with. Prints its port and runs until it is killed.
 */
public final class BareRelay {

    private BareRelay() {}

    /** Serves until killed; the argument is the model's port. */
    public static void main(String[] args) throws IOException, DeploymentException, InterruptedException {
        String model = "http://127.0.0.1:" + args[0] + "/v1/chat/completions";
        var container = new Container();
        container.addEndpoint(ServerEndpointConfig.Builder.create(Relay.class, "/relay")
                .configurator(new Configurator(model))
                .build());
        var server = new HttpServer();
        var listener = new NetworkListener("relay", "127.0.0.1", 0);
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        server.addListener(listener);
        listener.registerAddOn(new WebSocketAddOn(container, "/"));
        container.start("/", 0);
        server.start();
        System.out.println(listener.getPort());
        Thread.currentThread().join();
    }

    /** Tyrus' server part without its own HTTP server. */
    private static final class Container extends TyrusServerContainer {

        private final WebSocketEngine engine =
                TyrusWebSocketEngine.builder(this).build();

        private Container() {
            super((Set<Class<?>>) null);
            setDefaultMaxSessionIdleTimeout(-1);
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
        public Map<String, Object> getProperties() {
            return Map.of();
        }

        @Override
        public WebSocketEngine getWebSocketEngine() {
            return engine;
        }
    }

    /** Gives each connection its endpoint. */
    private static final class Configurator extends ServerEndpointConfig.Configurator {

        private final String model;
        private final OkHttpClient client =
                new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();

        private Configurator(String model) {
            this.model = model;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new Relay(model, client));
        }
    }

    /** One connection. Tyrus opens public endpoints alone. */
    public static final class Relay extends Endpoint {

        private final String model;
        private final OkHttpClient client;

        Relay(String model, OkHttpClient client) {
            this.model = model;
            this.client = client;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>)
                    text -> Thread.ofVirtual().start(() -> relay(session, text)));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            // Nothing is kept per connection.
        }

        private void relay(Session session, String text) {
            var request = new Request.Builder()
                    .url(model)
                    .post(RequestBody.create(text, MediaType.get("application/json")))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                BufferedSource source = response.body().source();
                for (String line = source.readUtf8Line(); line != null; line = source.readUtf8Line()) {
                    if (line.startsWith("data: {") && line.contains("\"content\":\"")) {
                        int from = line.indexOf("\"content\":\"") + 11;
                        session.getBasicRemote()
                                .sendText("{\"content\":\"" + line.substring(from, line.indexOf('"', from)) + "\"}");
                    }
                }
                session.getBasicRemote().sendText("{\"type\":\"ai_complete\"}");
            } catch (IOException e) {
                System.err.println("relay: " + e);
            }
        }
    }
}
