package dev.parley.application.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Lets many virtual threads do something at the same moment. */
public final class Race {

    public static final int MANY = 32;

    private Race() {}

    /** What each of the runners came to, by its number from 0. */
    public static <T> List<T> of(int runners, IntFunction<T> run) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(runners);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                int runner = i;
                futures.add(threads.submit(() -> {
                    start.await();
                    return run.apply(runner);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
