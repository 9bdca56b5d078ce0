package dev.parley.bootstrap;

import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a client hears, and with which code it ends. */
final class Ears implements WebSocket.Listener {

    private static final long HANG_GUARD_SECONDS = 60;

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    String heard() {
        return String.join("", heard);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Waits for the end and gives its code. */
    int closeCode() throws InterruptedException {
        try {
            return closed.get(HANG_GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no close frame came; heard: " + heard(), e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        heard.add(text.toString());
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
