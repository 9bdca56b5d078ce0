package dev.parley.adapter.websocket;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Since when something waits to be told to one client: for measuring how long it waited. Noted from any thread, taken by
 * the one that tells; neither waits or allocates.
 */
final class Arrivals {

    private static final long NOTHING = 0;

    private final LongSupplier nanoTime;
    private final AtomicLong since = new AtomicLong(NOTHING);

    Arrivals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Something came. What came while something waited already changes nothing. */
    void note() {
        if (since.get() == NOTHING) {
            since.compareAndSet(NOTHING, moment());
        }
    }

    /** Since when something waits; 0 if nothing does. Whatever comes from now on waits anew. */
    long take() {
        return since.get() == NOTHING ? NOTHING : since.getAndSet(NOTHING);
    }

    /** Never that of nothing. */
    private long moment() {
        long now = nanoTime.getAsLong();
        return now == NOTHING ? 1 : now;
    }
}
