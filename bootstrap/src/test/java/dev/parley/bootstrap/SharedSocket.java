package dev.parley.bootstrap;

import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** A socket that keeps what it hears until it is asked. */
final class SharedSocket implements WebSocket.Listener, AutoCloseable {

    private static final Duration HANG_GUARD = Duration.ofSeconds(60);

    private final Queue<String> frames = new ConcurrentLinkedQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    void opened(WebSocket open) {
        socket = open;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            frames.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** What has come until and without the first frame that is so. */
    List<String> until(Predicate<String> isLast) {
        List<String> heard = through(isLast);
        return heard.subList(0, heard.size() - 1);
    }

    /** What has come until and with the first frame that is so. */
    List<String> through(Predicate<String> isLast) {
        await().atMost(HANG_GUARD)
                .until(() -> closed.isDone() || frames.stream().anyMatch(isLast));
        List<String> heard = new ArrayList<>();
        for (String frame = frames.poll(); frame != null; frame = frames.poll()) {
            heard.add(frame);
            if (isLast.test(frame)) {
                return heard;
            }
        }
        throw new AssertionError("closed with " + closed + " after " + heard);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
