package dev.parley.bootstrap.terminal;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next try: three quick ones, then twice as long each time, spread at random. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int QUICK_TRIES = 3;

    private final DoubleSupplier random;
    private int tries;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    Duration next() {
        int doublings = Math.max(0, Math.min(++tries - QUICK_TRIES, 10));
        Duration whole = FIRST.multipliedBy(1L << doublings);
        Duration limited = whole.compareTo(LONGEST) > 0 ? LONGEST : whole;
        return Duration.ofNanos((long) (limited.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }

    /** How many were asked for since the last success. */
    int tries() {
        return tries;
    }

    void reset() {
        tries = 0;
    }
}
