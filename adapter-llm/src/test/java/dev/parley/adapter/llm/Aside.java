package dev.parley.adapter.llm;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Does one thing on a virtual thread of its own, beginning at once. */
final class Aside<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    Aside(Callable<T> work) {
        task = new FutureTask<>(work);
        thread = Thread.ofVirtual().start(task);
    }

    /** Until it waits for something. */
    void awaitBlocked() {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() throws Exception {
        return task.get(30, TimeUnit.SECONDS);
    }

    Throwable failure() throws Exception {
        try {
            throw new AssertionError("it gave " + result());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }
}
