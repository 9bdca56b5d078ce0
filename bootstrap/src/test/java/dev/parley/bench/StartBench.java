package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a server takes from the start of its script to its first ready answer, as it is shipped: the first time, when
 * no classes are prepared; then with a new database; then with one that is there. {@code bench.home} is where it is.
 */
public final class StartBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Path SCRIPT = Path.of(System.getProperty("bench.home", "target/parley"), "bin", "parley");

    private final Path folder;

    private StartBench(Path folder) {
        this.folder = folder;
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        new StartBench(Files.createTempDirectory("parley-bench")).measure();
    }

    private void measure() throws IOException, InterruptedException {
        double[] first = new double[ROUNDS];
        double[] fresh = new double[ROUNDS];
        double[] again = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            String cache = "cache" + i;
            first[i] = start("first" + i, cache); // its end prepares the classes
            fresh[i] = start("data" + i, cache);
            again[i] = start("data" + i, cache);
        }
        System.out.printf(
                Locale.ROOT,
                "ready after, in ms, median of %d: the first time %.0f, later with a new database %.0f, database there %.0f%n"
                        + "{\"start_first_ms\":%.0f,\"start_new_ms\":%.0f,\"start_ms\":%.0f}%n",
                ROUNDS,
                Figures.median(first),
                Figures.median(fresh),
                Figures.median(again),
                Figures.median(first),
                Figures.median(fresh),
                Figures.median(again));
    }

    private double start(String data, String cache) throws IOException, InterruptedException {
        int port = ParleyServer.freePort();
        var builder = new ProcessBuilder(SCRIPT.toString(), "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve(cache).toString());
        builder.environment().put("PARLEY_HTTP_PORT", Integer.toString(port));
        builder.environment().put("PARLEY_DATA_DIR", folder.resolve(data).toString());
        long began = System.nanoTime();
        Process server = builder.start();
        try {
            awaitReady(server, port);
            return (System.nanoTime() - began) / 1e6;
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void awaitReady(Process server, int port) {
        while (!HttpText.isOk(port, "/health/ready")) {
            if (!server.isAlive()) {
                throw new IllegalStateException("the server ended before it was ready");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
