package dev.parley.adapter.websocket;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.local.LocalEventBus;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.Announcement;
import dev.parley.application.usecase.Policies;
import dev.parley.application.usecase.UseCases;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** The adapter on a real listener, over a real engine with a model in the test's hand. A user's token is the name. */
final class TestServer implements AutoCloseable {

    private static final Policies IMPATIENT = Policies.standard("test").closingWithin(Duration.ofMillis(1));

    private final Badges badges = new Badges();
    private final HandModel model = new HandModel();
    private final InMemoryStores stores = InMemoryStores.empty(InstantSource.system());
    private final LocalEventBus bus = new LocalEventBus();
    private final ChatEngine engine = ChatEngine.builder()
            .store(stores.sessions(), stores.conversations(), stores.replies(), stores.leases())
            .bus(bus)
            .model("by-hand", model)
            .policies(IMPATIENT)
            .start();
    private final HttpServer http = new HttpServer();
    private final NetworkListener listener = new NetworkListener("test", "127.0.0.1", 0);
    private final WebSocketAdapter adapter;

    private TestServer(
            WebSocketConfig config,
            LongSupplier nanoTime,
            WebSocketAdapter.Observer observer,
            BiFunction<WebSocketAdapter.Ports, UseCases, WebSocketAdapter.Ports> replacing) {
        UseCases useCases = engine.useCases();
        var ports = new WebSocketAdapter.Ports(
                        badges,
                        useCases.followSession(),
                        useCases.sendMessage(),
                        useCases.cancelReply(),
                        useCases.markRead())
                .followingUsers(useCases.followUser());
        adapter =
                new WebSocketAdapter(replacing.apply(ports, useCases), config, nanoTime, new SecureRandom(), observer);
        adapter.attach(listener);
        http.addListener(listener);
        http.getServerConfiguration().addHttpHandler(new Hello(), "/hello");
        try {
            http.start();
        } catch (IOException e) {
            throw new AssertionError("no listener", e);
        }
        adapter.start();
    }

    static TestServer start() {
        return start(WebSocketConfig.STANDARD);
    }

    static TestServer start(WebSocketConfig config) {
        return start(config, System::nanoTime);
    }

    static TestServer start(WebSocketConfig config, LongSupplier nanoTime) {
        return start(config, nanoTime, ports -> ports);
    }

    /** With some of the use cases replaced. */
    static TestServer start(
            WebSocketConfig config, LongSupplier nanoTime, UnaryOperator<WebSocketAdapter.Ports> replacing) {
        return new TestServer(
                config, nanoTime, WebSocketAdapter.Observer.NONE, (ports, useCases) -> replacing.apply(ports));
    }

    /** With somebody who hears of connections. */
    static TestServer start(WebSocketAdapter.Observer observer) {
        return new TestServer(WebSocketConfig.STANDARD, System::nanoTime, observer, (ports, useCases) -> ports);
    }

    /** One that makes sessions which are not there. */
    static TestServer creatingOnConnect() {
        return new TestServer(
                WebSocketConfig.STANDARD,
                System::nanoTime,
                WebSocketAdapter.Observer.NONE,
                (ports, useCases) -> ports.creatingOnConnect(useCases.createSession()));
    }

    int port() {
        return listener.getPort();
    }

    /** Who is who. */
    Badges badges() {
        return badges;
    }

    HandModel model() {
        return model;
    }

    ChatEngine engine() {
        return engine;
    }

    WebSocketAdapter adapter() {
        return adapter;
    }

    SessionId session(String user) {
        return engine.createSession(Principal.user(user));
    }

    /** Makes one user's sessions another's, and tells of it. */
    void handOver(String owner, String newOwner) {
        stores.sessions()
                .handOver(TenantId.DEFAULT, new UserId(owner), new UserId(newOwner), null, Instant.now(), 10)
                .forEach(event -> bus.announce(new Announcement.Appended(event.session(), List.of(event))));
    }

    /** An open connection that has been greeted. */
    ChatClient connect(String user, SessionId session) throws IOException {
        return connect(user, session, "");
    }

    ChatClient connect(String user, SessionId session, String query) throws IOException {
        ChatClient client = open(user, session, query, 0);
        client.next("system");
        return client;
    }

    /** An open connection, with nothing read yet. */
    ChatClient open(String user, SessionId session, String query, int receiveBuffer) throws IOException {
        RawSocket socket = new RawSocket(port(), receiveBuffer);
        RawSocket.Answer answer = socket.shake(path(session) + query, bearer(user));
        if (answer.status() != 101) {
            socket.close();
            throw new AssertionError("not let in: " + answer);
        }
        return new ChatClient(socket, session);
    }

    RawSocket socket() throws IOException {
        return new RawSocket(port());
    }

    static String path(SessionId session) {
        return "/ws/chat/" + session + "/";
    }

    static String bearer(String user) {
        return "Authorization: Bearer " + user;
    }

    @Override
    public void close() {
        adapter.close();
        http.shutdownNow();
        engine.close();
    }

    /** What is no WebSocket goes on to the HTTP handlers. */
    private static final class Hello extends HttpHandler {

        @Override
        public void service(Request request, Response response) throws IOException {
            response.getWriter().write("hello");
        }
    }

    /** What an answer says, but for the id of its request. */
    static String said(RawSocket.Answer answer) {
        return answer.body().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }
}
