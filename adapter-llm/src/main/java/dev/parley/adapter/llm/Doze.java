package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Rests that real time ends, or the end of all. */
final class Doze implements Rest, AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public boolean over(Duration time) throws InterruptedException {
        return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Wakes everybody, and who comes later does not rest at all. */
    @Override
    public void close() {
        closed.countDown();
    }
}
