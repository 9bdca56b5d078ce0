package dev.parley.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A WebSocket that speaks JSON objects. What comes is given to a consumer, and kept. */
public final class Socket implements WebSocket.Listener, AutoCloseable {

    /** The code of a connection that ended without a close frame. */
    static final int BROKEN = 1006;

    private static final long GUARD_SECONDS = 30;

    private final StringBuilder begun = new StringBuilder();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final BlockingQueue<JsonNode> unread = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Consumer<JsonNode> listener;
    private final WebSocket wire;

    private Socket(Api person, String session, String query, Duration patience, Consumer<JsonNode> listener) {
        this.listener = listener;
        this.wire = person.http()
                .newWebSocketBuilder()
                .connectTimeout(patience)
                .header("Authorization", "Bearer " + person.token())
                .buildAsync(URI.create("ws://127.0.0.1:" + person.port() + "/ws/chat/" + session + "/" + query), this)
                .join();
    }

    static Socket open(Api person, String session) {
        return open(person, session, "", frame -> {});
    }

    static Socket open(Api person, String session, String query, Consumer<JsonNode> listener) {
        return new Socket(person, session, query, Duration.ofSeconds(GUARD_SECONDS), listener);
    }

    /**
     * The same for somebody who does not wait for ever.
     *
     * @throws java.util.concurrent.CompletionException if it is not open within that time
     */
    public static Socket open(Api person, String session, Duration patience, Consumer<JsonNode> listener) {
        return new Socket(person, session, "", patience, listener);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            JsonNode frame = Api.parse(begun.toString());
            begun.setLength(0);
            frames.add(frame);
            unread.add(frame);
            listener.accept(frame);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    /** Tells the close code when its end is seen. */
    public CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(BROKEN);
    }

    /** Sends a text frame. */
    public void send(String text) {
        wire.sendText(text, true).join();
    }

    void sendBinary(byte[] bytes) {
        wire.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next frame that is not a heartbeat, whichever it is. */
    JsonNode next() throws InterruptedException {
        return next(frame -> !is(frame, "heartbeat"));
    }

    /** The next frame of a type; others before it are passed over. */
    JsonNode next(String type) throws InterruptedException {
        return next(frame -> is(frame, type));
    }

    private JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GUARD_SECONDS);
        JsonNode frame = unread.poll(GUARD_SECONDS, TimeUnit.SECONDS);
        while (frame != null && !wanted.test(frame)) {
            frame = unread.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        if (frame == null) {
            throw new AssertionError("waited in vain; what came: " + frames);
        }
        return frame;
    }

    /** All that has come so far. */
    List<JsonNode> frames() {
        return frames;
    }

    /** Waits for the end and gives the close code. */
    int awaitClosed() throws Exception {
        return closed.get(GUARD_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether its end was seen. */
    public boolean isClosed() {
        return closed.isDone();
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        wire.abort();
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }
}
