package dev.parley.bootstrap.identity;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * A few threads for work that keeps a processor busy. They are no carriers of virtual threads: whoever waits for a turn
 * holds up nobody else. Thread-safe.
 */
final class HashingThreads implements AutoCloseable {

    private static final int MOST_WAITING = 100;

    private final ThreadPoolExecutor threads;

    HashingThreads(int places) {
        this.threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(
                places,
                Thread.ofPlatform().name("parley-passwords-", 0).daemon().factory());
    }

    /** Does something when it has its turn. Blocks until it is done. */
    <T> T inTurn(Callable<T> work) {
        try {
            return threads.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a password was looked at", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be looked at", e.getCause());
        }
    }

    /** How much waits for its turn. */
    int waiting() {
        return threads.getQueue().size();
    }

    boolean isBusy() {
        return waiting() >= MOST_WAITING;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
