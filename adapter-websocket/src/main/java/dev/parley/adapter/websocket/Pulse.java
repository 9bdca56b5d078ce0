package dev.parley.adapter.websocket;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one timer: lets all open sockets see that time passes. */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final OpenSockets sockets;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("parley-ws-pulse").daemon().factory());

    Pulse(OpenSockets sockets, LongSupplier nanoTime) {
        this.sockets = sockets;
        this.nanoTime = nanoTime;
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(
                () -> sockets.forEach(this::tick), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick(OpenSocket socket) {
        try {
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
