package dev.parley.bootstrap.metrics;

import java.time.Duration;
import java.util.Arrays;

/** The bounds that times are sorted by. Few, since each is a series for each set of labels. */
enum Scale {
    /** Of frames and of Redis: from half a millisecond. */
    FINE(0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1_000),
    /** Of requests. */
    MIDDLE(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000),
    /** Of models and replies: up to five minutes. */
    COARSE(100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000),
    /** None at all: a count, a sum and the longest. */
    NONE;

    private static final double NANOS = 1_000_000;

    @SuppressWarnings("ImmutableEnumChecker") // never changed, nor given away
    private final double[] millis;

    Scale(double... millis) {
        this.millis = millis;
    }

    Duration[] bounds() {
        return Arrays.stream(millis)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * NANOS)))
                .toArray(Duration[]::new);
    }
}
