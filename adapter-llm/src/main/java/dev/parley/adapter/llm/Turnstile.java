package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many in at once and so many more wait, who come in by the order of their coming: nobody overtakes, however
 * many come. Thread-safe.
 */
final class Turnstile {

    /** Enough for all who may wait, few enough that further leaving does not overflow. */
    private static final int ALL = Integer.MAX_VALUE / 2;

    private final Semaphore places;
    private final Semaphore queue;
    private final Duration longestWait;

    /** What came of trying. */
    enum Entry {
        /** It is in, and has to {@link #leave()}. */
        IN,
        /** Too many wait already. */
        FULL,
        /** It waited too long. */
        LATE
    }

    Turnstile(int atOnce, LlmProvidersConfig.Queue queue) {
        this.places = new Semaphore(atOnce, true);
        this.queue = new Semaphore(queue.places());
        this.longestWait = queue.longestWait();
    }

    /** Blocks while it waits, no longer than this and no longer than anybody may. */
    Entry enter(Duration atMost) throws InterruptedException {
        // Not tryAcquire(), which overtakes those who wait.
        if (places.tryAcquire(0, TimeUnit.NANOSECONDS)) {
            return Entry.IN;
        }
        if (!queue.tryAcquire()) {
            return Entry.FULL;
        }
        try {
            long nanos = (atMost.compareTo(longestWait) < 0 ? atMost : longestWait).toNanos();
            return places.tryAcquire(nanos, TimeUnit.NANOSECONDS) ? Entry.IN : Entry.LATE;
        } finally {
            queue.release();
        }
    }

    /** Once for each that came in. */
    void leave() {
        places.release();
    }

    /** How many wait. */
    int waiting() {
        return places.getQueueLength();
    }

    /** Lets in whoever waits. */
    void openWide() {
        places.release(ALL);
    }
}
