package dev.parley.bootstrap.terminal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection. What happens to it is passed on as signals, its end exactly once. Thread-safe.
 *
 * <p>An end that comes while a part of a message is being taken may never be told by the JDK: whoever uses this must
 * look for signs of life, and {@link #ping} for them.
 */
final class SocketLink implements WebSocket.Listener {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final Consumer<Signal> signals;
    private final StringBuilder message = new StringBuilder();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private SocketLink(Consumer<Signal> signals) {
        this.signals = signals;
    }

    /** Begins to connect. Does not block. */
    static SocketLink open(HttpClient client, URI address, String token, Consumer<Signal> signals) {
        SocketLink link = new SocketLink(signals);
        var unused = client.newWebSocketBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, link)
                .whenComplete((made, failure) -> link.made(made, failure));
        return link;
    }

    private void made(@Nullable WebSocket made, @Nullable Throwable failure) {
        if (made == null) {
            end(statusOf(failure));
        } else {
            socket = made;
            signals.accept(new Signal.Opened(this));
            if (ended.get()) {
                made.abort();
            }
        }
    }

    private static int statusOf(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null
                ? refused.getResponse().statusCode()
                : 0;
    }

    /** Sends a frame after those before it. Called by one thread; does not block. */
    void send(String frame) {
        whenSent(open -> open.sendText(frame, true));
    }

    /** Asks for a sign of life. Called by the thread that sends; does not block. */
    void ping() {
        whenSent(open -> open.sendPing(ByteBuffer.allocate(0)));
    }

    private void whenSent(Function<WebSocket, CompletableFuture<WebSocket>> next) {
        WebSocket open = socket;
        if (open != null && !ended.get()) {
            sending = sending.thenCompose(before -> next.apply(open)).whenComplete((sent, failure) -> {
                if (failure != null) {
                    end(0);
                }
            });
        }
    }

    /** Ends it at once, and says so. */
    void abort() {
        end(0);
    }

    /** Takes leave, and says nothing more. */
    void close() {
        WebSocket open = socket;
        if (ended.compareAndSet(false, true) && open != null) {
            var unused = open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> open.abort());
        }
    }

    private void end(int status) {
        if (ended.compareAndSet(false, true)) {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
            signals.accept(new Signal.Lost(this, status));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            signals.accept(new Signal.Heard(this, message.toString()));
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        signals.accept(new Signal.Alive(this));
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        end(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(0);
    }
}
