package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What connections cost: how many open in a second, what an idle one weighs, and how long it takes until everybody reads on
 * after all connections broke in the middle of an answer.
 */
public final class ConnectionsBench {

    private static final int PEOPLE = Integer.getInteger("bench.connections", 2_000);
    private static final int TOKENS = Integer.getInteger("bench.tokens", 150);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int RATE = 2;

    /** How many connect at the same moment. */
    private static final int AT_ONCE = 128;

    private final ParleyServer server;
    private final ParleySockets sockets;
    private final List<StormReader> readers = Collections.synchronizedList(new ArrayList<>());

    private ConnectionsBench(ParleyServer server) throws IOException, InterruptedException {
        this.server = server;
        this.sockets = new ParleySockets(server.port());
    }

    /** Prints three lines and a line of JSON. */
    public static void main(String[] args) throws Exception {
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"));
                var server = ParleyServer.start(
                        Files.createTempDirectory("parley-bench"),
                        model.port(),
                        2 * PEOPLE,
                        Map.of("PARLEY_LLM_CONCURRENCY", Integer.toString(PEOPLE)))) {
            new ConnectionsBench(server).measure();
        }
    }

    private void measure() throws IOException, InterruptedException {
        each(number -> readers.add(new StormReader(sockets, number)));
        int files = server.process().openFiles();
        double[] seconds = new double[ROUNDS];
        double[] weights = new double[ROUNDS];
        for (int i = -1; i < ROUNDS; i++) { // the first is to warm up
            long before = restingKib();
            double connected = connect();
            double weight = (double) (restingKib() - before) / PEOPLE;
            if (i >= 0) {
                seconds[i] = connected;
                weights[i] = weight;
            }
            disconnect();
            awaitClosed(files);
        }
        double perSecond = PEOPLE / Figures.median(seconds);
        double idle = Figures.median(weights);
        System.out.printf(
                Locale.ROOT,
                "%d connections: %.0f opened in a second, %.1f KiB resident for each while idle (medians of %d)%n",
                PEOPLE,
                perSecond,
                idle,
                ROUNDS);
        connect();
        double storm = storm();
        int wrong = finish();
        System.out.printf(
                Locale.ROOT,
                "%d readers broken off in mid-reply: all read on after %.2f s; %d had a gap, a double or no end%n",
                PEOPLE,
                storm,
                wrong);
        System.out.printf(
                Locale.ROOT,
                "{\"connections\":%d,\"opened_per_second\":%.0f,\"idle_kib\":%.1f,\"storm_seconds\":%.2f,\"wrong\":%d}%n",
                PEOPLE,
                perSecond,
                idle,
                storm,
                wrong);
    }

    private long restingKib() throws IOException, InterruptedException {
        server.process().collectGarbage();
        return server.process().residentKib();
    }

    private void awaitClosed(int files) throws IOException {
        while (server.process().openFiles() > files + PEOPLE / 10) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private double connect() throws InterruptedException {
        return each(number -> readers.get(number).connect());
    }

    private void disconnect() throws IOException {
        for (StormReader reader : readers) {
            reader.disconnect();
        }
    }

    /** Everybody asks and reads something; then all connections break, and all come back at once. */
    private double storm() throws IOException, InterruptedException {
        each(number -> readers.get(number).ask(TOKENS, RATE));
        disconnect();
        return each(number -> readers.get(number).comeBack());
    }

    private int finish() throws InterruptedException {
        var wrong = new AtomicInteger();
        var ended = new CountDownLatch(PEOPLE);
        for (StormReader reader : readers) {
            Thread.ofVirtual().start(() -> {
                try {
                    if (!reader.readToTheEnd()) {
                        wrong.incrementAndGet();
                    }
                } catch (IOException e) {
                    wrong.incrementAndGet();
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        return wrong.get();
    }

    /** Something done for one person. */
    private interface Doing {
        void to(int number) throws IOException;
    }

    /** Does it for all, some at once, and gives the seconds that took. */
    private static double each(Doing doing) throws InterruptedException {
        var places = new Semaphore(AT_ONCE);
        var done = new CountDownLatch(PEOPLE);
        var failures = new AtomicInteger();
        long began = System.nanoTime();
        for (int number : IntStream.range(0, PEOPLE).toArray()) {
            places.acquire();
            Thread.ofVirtual().start(() -> {
                try {
                    doing.to(number);
                } catch (IOException e) {
                    if (failures.getAndIncrement() == 0) {
                        System.err.println("the first that failed: " + e);
                    }
                } finally {
                    places.release();
                    done.countDown();
                }
            });
        }
        done.await();
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " failed");
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
