package dev.parley.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.MessageId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the embedded database bears when many write at once: each of them accepts a message and cancels its reply, two transactions,
 * over and over in a session of their own. First everybody once to warm up.
 */
public final class CrowdBench {

    private static final List<Integer> CROWDS = List.of(1, 4, 16, 64);
    private static final Duration EACH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));
    private static final UserId USER = new UserId("bench");

    private final Exchanges exchanges;

    private CrowdBench(MssqlAdapter store) {
        this.exchanges = new Exchanges(store);
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws IOException {
        try (MssqlAdapter store =
                MssqlAdapter.open(MssqlConfig.embedded(Files.createTempDirectory("parley-bench")), PlainVault::over)) {
            new CrowdBench(store).run();
        }
    }

    private void run() {
        CROWDS.forEach(this::measured);
        System.out.printf(
                "%-10s %12s %12s %12s %22s%n",
                "at once", "a second", "accept p50", "accept p99", "processor ms for one");
        var json = new ArrayList<String>();
        for (int crowd : CROWDS) {
            Result result = measured(crowd);
            System.out.printf(
                    Locale.ROOT,
                    "%-10d %12.0f %12.2f %12.2f %22.2f%n",
                    crowd,
                    result.perSecond,
                    result.accepted.percentile(0.5),
                    result.accepted.percentile(0.99),
                    result.processorMillis);
            json.add(String.format(Locale.ROOT, "\"%d\":%.0f", crowd, result.perSecond));
        }
        System.out.println("\n{\"exchanges_a_second\":{" + String.join(",", json) + "}}");
    }

    /** What came of a crowd. */
    private record Result(double perSecond, Figures accepted, double processorMillis) {}

    private Result measured(int crowd) {
        var accepted = new Figures(1_000_000);
        var done = new AtomicLong();
        long processor = processorNanos();
        long end = System.nanoTime() + EACH.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < crowd; i++) {
                SessionKey key = exchanges.begun(USER);
                threads.execute(() -> {
                    while (System.nanoTime() - end < 0) {
                        exchange(key, accepted);
                        done.incrementAndGet();
                    }
                });
            }
        }
        return new Result(
                done.get() * 1e9 / EACH.toNanos(), accepted, (processorNanos() - processor) / 1e6 / done.get());
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void exchange(SessionKey key, Figures accepted) {
        long begun = System.nanoTime();
        MessageId reply = exchanges.asked(key, USER, UUID.randomUUID().toString());
        accepted.add(System.nanoTime() - begun);
        exchanges.cancelled(key, reply);
    }
}
