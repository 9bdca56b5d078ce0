package dev.parley.application.usecase;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** How often a cache of sessions was of use. Counted by the use cases, read by whoever shows it. Thread-safe; does not block. */
public final class CacheHits {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    CacheHits() {}

    /** The same, counted: a hit if it is there. */
    <T> Optional<T> counted(Optional<T> useful) {
        (useful.isPresent() ? hits : misses).increment();
        return useful;
    }

    /** How often it had what was asked for, and that was still true. Only ever grows. */
    public long hits() {
        return hits.sum();
    }

    /** How often it had nothing of use. Only ever grows. */
    public long misses() {
        return misses.sum();
    }
}
