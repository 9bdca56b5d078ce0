package dev.parley.application.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps what it is told until the test asks. Thread-safe.
 *
 * @param <T> what it is told
 */
public final class RecordingListener<T> implements Consumer<T> {

    /** How long a test waits for what must come. Passing tests never wait so long. */
    public static final Duration GUARD = Duration.ofSeconds(30);

    private final BlockingQueue<T> told = new LinkedBlockingQueue<>();

    @Override
    public void accept(T what) {
        told.add(what);
    }

    /** Waits for the next thing and takes it. */
    public T next() throws InterruptedException {
        T what = told.poll(GUARD.toMillis(), TimeUnit.MILLISECONDS);
        if (what == null) {
            throw new AssertionError("nothing was told in " + GUARD);
        }
        return what;
    }

    /** Waits for so many things and takes them. */
    public List<T> next(int count) throws InterruptedException {
        List<T> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            taken.add(next());
        }
        return taken;
    }

    /** What was told and not taken yet. */
    public List<T> rest() {
        return List.copyOf(told);
    }
}
