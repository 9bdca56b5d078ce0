package dev.parley.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures benchmarks one after the other and tells of each. Started by {@link JmhBench}, which prepares them. */
public final class JmhTable {

    /** JMH reaches into memory in a way of which newer JDKs warn. */
    static final String NO_WARNINGS = "-Dsun.misc.unsafe.memory.access=allow";

    /** JVMs for each, one after the other. */
    private static final int JVMS = Integer.getInteger("bench.rounds", 3);

    /** A part of the names of those that are run. */
    private static final String ONLY = System.getProperty("bench.only", "");

    /** Whether each is called once, here, only to see that it can be. */
    private static final boolean ONCE = Boolean.getBoolean("bench.once");

    private static final int WARM_UP = 3;
    private static final int MEASURED = 5;
    private static final TimeValue SECOND = TimeValue.seconds(1);
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String ROW = "%-48s %12s %10s %12s%n";

    private final StringBuilder json = new StringBuilder();

    private JmhTable() {}

    /** Prints the table, and all of it again as a line of JSON. The arguments are the names of classes. */
    public static void main(String[] classes) throws RunnerException {
        new JmhTable().measure(List.of(classes));
    }

    private void measure(List<String> classes) throws RunnerException {
        System.out.printf(ROW, "", "ns", "+-", "bytes");
        for (String name : classes) {
            if (name.contains(ONLY)) {
                tell(new Runner(options(name).build()).run());
            }
        }
        System.out.println("\n{" + json + "}");
    }

    private static ChainedOptionsBuilder options(String name) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(name) + "\\.")
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        return ONCE ? once(options) : often(options);
    }

    private static ChainedOptionsBuilder once(ChainedOptionsBuilder options) {
        return options.mode(Mode.SingleShotTime).forks(0).warmupIterations(0).measurementIterations(1);
    }

    private static ChainedOptionsBuilder often(ChainedOptionsBuilder options) {
        return options.mode(Mode.AverageTime)
                .forks(JVMS)
                .jvmArgsAppend(NO_WARNINGS)
                .warmupIterations(WARM_UP)
                .warmupTime(SECOND)
                .measurementIterations(MEASURED)
                .measurementTime(SECOND);
    }

    private void tell(Collection<RunResult> results) {
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            String name = name(result.getParams());
            String nanos = rounded(time.getScore());
            String bytes = rounded(allocated(result));
            System.out.printf(ROW, name, nanos, rounded(time.getScoreError()), bytes);
            json.append(json.isEmpty() ? "" : ",")
                    .append(String.format(Locale.ROOT, "\"%s\":{\"ns\":%s,\"bytes\":%s}", name, nanos, bytes));
        }
    }

    private static String name(BenchmarkParams params) {
        String function = params.getBenchmark().replaceAll("^.*\\.(\\w+)Benchmark\\.", "$1.");
        return function
                + params.getParamsKeys().stream()
                        .map(key -> " " + key + "=" + params.getParam(key))
                        .collect(Collectors.joining());
    }

    private static double allocated(RunResult result) {
        for (Result<?> figure : result.getSecondaryResults().values()) {
            if (figure.getLabel().endsWith(ALLOCATED)) {
                return figure.getScore();
            }
        }
        return Double.NaN;
    }

    /** As JSON knows numbers, too. */
    private static String rounded(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "null";
    }
}
