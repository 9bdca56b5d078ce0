package dev.parley.bootstrap;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket to one session, which remembers what it hears. */
final class TestSocket implements WebSocket.Listener, AutoCloseable {

    private static final long LONG_SECONDS = 60;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    static TestSocket open(HttpClient http, int port, String session, String token) {
        var made = new TestSocket();
        made.socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/chat/" + session + "/"), made)
                .join();
        return made;
    }

    void send(String frame) {
        if (socket != null) {
            socket.sendText(frame, true).join();
        }
    }

    /** All it heard until now, one frame after the other. */
    String heard() {
        return String.join("", heard);
    }

    /** The frames that hold a text. */
    List<String> frames(String holding) {
        return heard.stream().filter(frame -> frame.contains(holding)).toList();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** With which code the server closes it. */
    int awaitClosed() throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(LONG_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable trouble) {
        closed.completeExceptionally(trouble);
    }
}
