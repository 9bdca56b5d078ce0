package dev.parley.bootstrap.terminal;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to send again what the server could not take, and when to give up. Used by one thread. */
final class Resending {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST = 6;

    private final LongSupplier nanoTime;
    private int tries;
    private long dueAt;
    private boolean isPlanned;

    Resending(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Plans the next try; false if it was tried often enough. */
    boolean plan() {
        if (isPlanned) {
            return true;
        }
        if (++tries > MOST) {
            tries = 0;
            return false;
        }
        isPlanned = true;
        dueAt = nanoTime.getAsLong() + FIRST.multipliedBy(1L << (tries - 1)).toNanos();
        return true;
    }

    /** Whether it is time; then the plan is used up. */
    boolean isDue() {
        if (!isPlanned || nanoTime.getAsLong() - dueAt < 0) {
            return false;
        }
        isPlanned = false;
        return true;
    }

    /** It worked. */
    void reset() {
        tries = 0;
        isPlanned = false;
    }
}
