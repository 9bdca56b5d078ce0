package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Nanoseconds that pass by the test's hand only. */
final class HandClock implements LongSupplier {

    private final AtomicLong nanos = new AtomicLong(-1_000_000_000_000L);
    private volatile Runnable whenAsked = () -> {};

    @Override
    public long getAsLong() {
        whenAsked.run();
        return nanos.get();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Runs this on each thread that asks for the time, before it is told. */
    void whenAsked(Runnable action) {
        whenAsked = action;
    }
}
