package dev.parley.adapter.rest;

import dev.parley.application.ChatEngine;
import dev.parley.application.usecase.UseCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.glassfish.grizzly.http.server.HttpHandlerRegistration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The API over a real engine in memory, on a real port, for one test. */
final class RestServer implements BeforeEachCallback, AfterEachCallback {

    static final String FRIEND = "https://friend.example";

    final ToldModel model = new ToldModel();
    private final List<RestAdapter.Dependency> dependencies = new ArrayList<>();
    private UnaryOperator<RestAdapter.Ports> change = ports -> ports;
    private RestConfig config = config(Duration.ofSeconds(15), Duration.ofMinutes(1));
    private boolean healthOnly;
    private RestAdapter.Observer observer = RestAdapter.Observer.NONE;
    private ChatEngine engine;
    private RestAdapter adapter;
    private HttpServer server;
    private HttpClient client;

    static RestConfig config(Duration keepAlive, Duration longestWait) {
        return new RestConfig(
                "1.2.3",
                "/ws/chat/",
                null,
                address -> false,
                Set.of(FRIEND),
                Set.of(),
                256 * 1024,
                Duration.ofDays(365),
                false,
                keepAlive,
                longestWait);
    }

    RestServer with(RestConfig other) {
        config = other;
        return this;
    }

    /** With somebody who hears of requests. */
    RestServer observedBy(RestAdapter.Observer somebody) {
        observer = somebody;
        return this;
    }

    /** One that tells of its health and nothing else. */
    RestServer ofHealth() {
        healthOnly = true;
        return this;
    }

    RestServer with(RestAdapter.Dependency dependency) {
        dependencies.add(dependency);
        return this;
    }

    RestServer with(UnaryOperator<RestAdapter.Ports> other) {
        change = other;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        engine = ChatEngine.builder().model("told", model).start();
        var node = new RestAdapter.Node(List.of("gateway", "worker"), dependencies);
        adapter = healthOnly
                ? RestAdapter.ofHealth(node, config, UUID::randomUUID, observer)
                : new RestAdapter(
                        change.apply(ports(engine.useCases())), null, node, config, UUID::randomUUID, observer);
        // An offer of HTTP/2 is the host's matter, not the adapter's.
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        server = new HttpServer();
        var listener = new NetworkListener("test", "127.0.0.1", 0);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        server.addListener(listener);
        server.getServerConfiguration()
                .addHttpHandler(
                        adapter.handler(),
                        adapter.paths().stream()
                                .map(path -> HttpHandlerRegistration.builder()
                                        .contextPath("")
                                        .urlPattern(path)
                                        .build())
                                .toArray(HttpHandlerRegistration[]::new));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RestAdapter.Ports ports(UseCases useCases) {
        return new RestAdapter.Ports(
                new TestPeople(),
                useCases.createSession(),
                useCases.changeSession(),
                useCases.readSessions(),
                useCases.readHistory(),
                useCases.markRead(),
                useCases.sendMessage(),
                useCases.cancelReply(),
                useCases.followSession(),
                useCases.readAssistants(),
                useCases.managePreferences(),
                useCases.searchMessages(),
                useCases.readPresence());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        adapter.close();
        client.close();
        server.shutdownNow();
        model.leaves();
        engine.close();
    }

    RestAdapter adapter() {
        return adapter;
    }

    int openFeeds() {
        return adapter.openFeeds();
    }

    int port() {
        return server.getListener("test").getPort();
    }

    /** A client for somebody. */
    Api as(String name) {
        return new Api(client, port(), TestPeople.tokenOf(name));
    }

    /** A client that carries nothing. */
    Api asNobody() {
        return new Api(client, port(), "");
    }
}
