package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next try: twice as long each time up to a limit, of that a random part. Used by one thread. */
final class Backoff {

    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final DoubleSupplier random;
    private Duration next = FIRST;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Between half of the current time and all of it. */
    Duration next() {
        Duration whole = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return Duration.ofNanos((long) (whole.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }

    void reset() {
        next = FIRST;
    }
}
