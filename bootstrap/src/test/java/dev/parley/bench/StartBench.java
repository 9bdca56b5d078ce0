package dev.parley.bench;

import dev.parley.bootstrap.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a server takes from the start of its process to its first ready answer: with a new database, with one that is
 * there, and then with classes prepared by an earlier start, as the start script does it.
 */
public final class StartBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);

    private StartBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("parley-bench");
        List<String> prepared = List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off");
        start(folder.resolve("prepare"), prepared); // its end makes the archive
        double[] fresh = new double[ROUNDS];
        double[] again = new double[ROUNDS];
        double[] quick = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            Path data = folder.resolve("data" + i);
            fresh[i] = start(data, List.of());
            again[i] = start(data, List.of());
            quick[i] = start(data, prepared);
        }
        System.out.printf(
                Locale.ROOT,
                "ready after, in ms, median of %d: new database %.0f, database there %.0f, classes prepared, too %.0f%n"
                        + "{\"start_new_ms\":%.0f,\"start_ms\":%.0f,\"start_prepared_ms\":%.0f}%n",
                ROUNDS,
                Figures.median(fresh),
                Figures.median(again),
                Figures.median(quick),
                Figures.median(fresh),
                Figures.median(again),
                Figures.median(quick));
    }

    private static double start(Path data, List<String> options) throws IOException, InterruptedException {
        int port = ParleyServer.freePort();
        var environment = Map.of(
                "PARLEY_HTTP_PORT", Integer.toString(port),
                "PARLEY_DATA_DIR", data.toString());
        long began = System.nanoTime();
        var server = new ChildJvm(Main.class, environment, new ArrayList<>(options), "serve");
        try {
            server.drain();
            awaitReady(port);
            return (System.nanoTime() - began) / 1e6;
        } finally {
            server.end();
        }
    }

    private static void awaitReady(int port) {
        long giveUp = System.nanoTime() + 60_000_000_000L;
        while (!HttpText.isOk(port, "/health/ready")) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the server did not get ready");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
