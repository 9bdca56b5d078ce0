package dev.parley.application.usecase;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task again and again on a virtual thread of its own, with a pause between. A failure is told and survived. */
public final class Repeating implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final String name;
    private final Duration pause;
    private final Runnable task;
    private final Thread thread;

    private Repeating(String name, Duration pause, Runnable task) {
        this.name = name;
        this.pause = pause;
        this.task = task;
        this.thread = Thread.ofVirtual().name("parley-" + name).unstarted(this::loop);
    }

    /** Starts; the first run is after the first pause. */
    public static Repeating start(String name, Duration pause, Runnable task) {
        var repeating = new Repeating(name, pause, task);
        repeating.thread.start();
        return repeating;
    }

    private void loop() {
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("{} failed and will be tried again", name, e);
        }
    }

    /** Ends after the run under way, and waits for it, but not for ever. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                LOG.warn("{} is stuck and left behind", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
