package dev.parley.application.fake;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A real HTTP server on a free local port that plays a {@link ModelScript} for each request, over plain sockets. For
 * tests, demonstrations and load runs. Thread-safe; one virtual thread per connection.
 *
 * <p>Which script: one queued with {@link #playingNext}, else one for the last user message, else the standing one,
 * which at first answers {@code "Hello "}, {@code "world"}.
 */
public final class ScriptedModelServer implements AutoCloseable {

    private static final int REMEMBERED = 10_000;

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connectionsSoFar = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<ModelScript> next = new ConcurrentLinkedQueue<>();
    private final Map<String, ModelScript> byLastUserMessage = new ConcurrentHashMap<>();
    private final BlockingQueue<ScriptedExchange> exchanges = new LinkedBlockingQueue<>(REMEMBERED);
    private volatile boolean forgetful;
    private volatile Function<ScriptedRequest, ModelScript> standing;

    private ScriptedModelServer(ServerSocket listener) {
        this.listener = listener;
        this.standing = request -> ModelScript.answering("Hello ", "world");
    }

    /** Begins to listen on a free port of the loopback address. */
    public static ScriptedModelServer start() throws IOException {
        var server = new ScriptedModelServer(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("scripted-model-accept").start(server::accept);
        return server;
    }

    /** What a client is configured with: {@code http://127.0.0.1:port/v1}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** From now on answers with these pieces, one event each. */
    public ScriptedModelServer answering(String... pieces) {
        return playing(ModelScript.answering(pieces));
    }

    /** From now on answers with these pieces and rests before each, as a model does that thinks. */
    public ScriptedModelServer answering(Duration beforeEach, String... pieces) {
        return playing(ModelScript.answering(beforeEach, pieces));
    }

    /** From now on plays this. */
    public ScriptedModelServer playing(ModelScript script) {
        requireNonNull(script, "script");
        return playing(request -> script);
    }

    /** From now on plays what the function says; it is called on the connection's thread. */
    public ScriptedModelServer playing(Function<ScriptedRequest, ModelScript> script) {
        standing = requireNonNull(script, "script");
        return this;
    }

    /** Plays this for one request, after those queued before. */
    public ScriptedModelServer playingNext(ModelScript script) {
        next.add(requireNonNull(script, "script"));
        return this;
    }

    /** Plays this whenever the prompt's last user message is exactly this text. */
    public ScriptedModelServer playingFor(String lastUserMessage, ModelScript script) {
        byLastUserMessage.put(lastUserMessage, script);
        return this;
    }

    /** Waits for the oldest request not taken yet; it may still be playing. */
    public ScriptedExchange takeExchange() throws InterruptedException {
        ScriptedExchange exchange = exchanges.poll(ScriptedExchange.HANG_GUARD_SECONDS, TimeUnit.SECONDS);
        if (exchange == null) {
            throw new AssertionError(forgetful ? "all that was remembered was taken" : "no request came");
        }
        return exchange;
    }

    /** How many requests have come that were not taken; the first 10,000 are remembered. */
    public int exchangesWaiting() {
        return exchanges.size();
    }

    /** How many requests are being answered now, by scripts that have not come to their end. */
    public int underWay() {
        return underWay.get();
    }

    /** How many clients are connected now. */
    public int openConnections() {
        return connections.size();
    }

    /** How many clients have connected so far. */
    public int connectionsSoFar() {
        return connectionsSoFar.get();
    }

    /** Stops listening and breaks all connections off. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    ModelScript scriptFor(ScriptedRequest request) {
        ModelScript queued = next.poll();
        if (queued != null) {
            return queued;
        }
        ModelScript special = byLastUserMessage.get(request.lastUserMessage());
        return special != null ? special : standing.apply(request);
    }

    void began(ScriptedExchange exchange) {
        underWay.incrementAndGet();
        if (!exchanges.offer(exchange)) {
            forgetful = true;
        }
    }

    void played(ScriptedExchange exchange) {
        exchange.markPlayed();
        underWay.decrementAndGet();
    }

    void gone(Socket connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) throws IOException {
        connection.setTcpNoDelay(true);
        connections.add(connection);
        int number = connectionsSoFar.incrementAndGet();
        Thread.ofVirtual().name("scripted-model-" + number).start(new ScriptedConnection(this, connection, number));
        if (listener.isClosed()) {
            connection.close();
        }
    }
}
