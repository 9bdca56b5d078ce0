package dev.parley.adapter.websocket;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all connections of an adapter share.
 *
 * @param ports the use cases
 * @param config what is kept to
 * @param codec reads and writes frames
 * @param nanoTime a clock that only goes forward
 * @param random thread-safe
 * @param observer hears of connections
 */
record Shared(
        WebSocketAdapter.Ports ports,
        WebSocketConfig config,
        FrameCodec codec,
        LongSupplier nanoTime,
        RandomGenerator random,
        WebSocketAdapter.Observer observer) {

    long now() {
        return nanoTime.getAsLong();
    }

    /** Some time from now until the given one, both included. */
    Duration upTo(Duration longest) {
        return Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
    }

    /** An id for a message whose sender gave it none. */
    String newId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
