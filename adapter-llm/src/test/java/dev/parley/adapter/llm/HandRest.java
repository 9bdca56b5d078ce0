package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Rests that are over at once and take their time on the clock only, unless they shall not end. */
final class HandRest implements Rest {

    private final HandClock clock;
    private final List<Duration> taken = new CopyOnWriteArrayList<>();
    private volatile boolean endless;
    private final CountDownLatch never = new CountDownLatch(1);

    HandRest(HandClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean over(Duration time) throws InterruptedException {
        taken.add(time);
        if (endless) {
            never.await();
        }
        clock.pass(time);
        return true;
    }

    /** From now on nobody comes back from a rest but by an interrupt. */
    void makeEndless() {
        endless = true;
    }

    /** All so far. */
    List<Duration> taken() {
        return List.copyOf(taken);
    }
}
