package dev.parley.application.usecase;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that moves by the test's hand only: the time of day, and nanoseconds that only go forward. */
final class HandClock implements InstantSource, LongSupplier {

    private static final Instant BEGINNING = Instant.parse("2031-05-06T07:08:09Z");

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(nanos.get());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
