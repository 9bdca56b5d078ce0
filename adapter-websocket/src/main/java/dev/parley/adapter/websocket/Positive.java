package dev.parley.adapter.websocket;

import java.time.Duration;

/** Refuses numbers and times that say nothing. Apart from the configuration, whose parts are made before it is. */
final class Positive {

    private Positive() {}

    static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    static void require(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than 0, was " + value);
        }
    }
}
