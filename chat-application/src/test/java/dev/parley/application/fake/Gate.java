package dev.parley.application.fake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A point in a script where somebody waits until the test lets it go on. Thread-safe. */
public final class Gate {

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Lets through whoever waits and whoever comes. */
    public void open() {
        opened.complete(null);
    }

    /** Waits until somebody stands before it. */
    public void awaitReached() throws InterruptedException {
        try {
            reached.get(RecordingListener.GUARD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("nobody came to the gate", e);
        }
    }

    /** Waits until it is open or the other thing has happened. */
    void pass(CompletableFuture<Void> otherwise) throws InterruptedException {
        reached.complete(null);
        try {
            CompletableFuture.anyOf(opened, otherwise).get();
        } catch (ExecutionException e) {
            throw new AssertionError("a gate has no failures", e);
        }
    }
}
