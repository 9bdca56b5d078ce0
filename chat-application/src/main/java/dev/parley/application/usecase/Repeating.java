package dev.parley.application.usecase;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task again and again on a virtual thread of its own, with a pause between. A failure is told and survived. */
final class Repeating implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Repeating(String name, Duration pause, Runnable task) {
        this.thread = Thread.ofVirtual().name("parley-" + name).unstarted(() -> loop(name, pause, task));
    }

    static Repeating start(String name, Duration pause, Runnable task) {
        var repeating = new Repeating(name, pause, task);
        repeating.thread.start();
        return repeating;
    }

    private void loop(String name, Duration pause, Runnable task) {
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                runOnce(name, task);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runOnce(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed and will be tried again", name, e);
        }
    }

    /** Ends after the run under way, and waits for it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
