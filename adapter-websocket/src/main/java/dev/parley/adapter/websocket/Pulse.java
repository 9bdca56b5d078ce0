package dev.parley.adapter.websocket;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one timer: lets all open sockets see that time passes, and asks each whether its caller may still be there. */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration EVERY = Duration.ofMillis(100);
    private static final Duration ASKS_EVERY = Duration.ofSeconds(1);

    private final OpenSockets sockets;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("parley-ws-pulse").daemon().factory());
    private long askedAt;

    Pulse(OpenSockets sockets, LongSupplier nanoTime) {
        this.sockets = sockets;
        this.nanoTime = nanoTime;
        this.askedAt = nanoTime.getAsLong();
    }

    void start() {
        var unused =
                timer.scheduleWithFixedDelay(this::beat, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        long now = nanoTime.getAsLong();
        boolean asks = now - askedAt >= ASKS_EVERY.toNanos();
        if (asks) {
            askedAt = now;
        }
        sockets.forEach(socket -> tick(socket, asks));
    }

    private void tick(OpenSocket socket, boolean asks) {
        try {
            if (asks) {
                socket.chat().checkCaller();
            }
            socket.tick(nanoTime.getAsLong());
        } catch (RuntimeException e) {
            LOG.error("A socket could not be looked after", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
