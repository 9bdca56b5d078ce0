package dev.parley.bench;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * What the functions cost that run for each token and each message: time and memory of a call, by JMH. Their benchmarks,
 * {@code *Benchmark}, are in the test trees of their modules, beside what they measure.
 *
 * <p>JMH writes classes around benchmarks by a processor of annotations. It is called here and not when tests are compiled,
 * so that builds take no longer and what it writes need not pass their checks. Then all is measured in a process that has
 * these classes on its class path, and in others that JMH starts.
 */
public final class JmhBench {

    private static final Path MODULES = Path.of("..");
    private static final String PROCESSOR = "org.openjdk.jmh.generators.BenchmarkProcessor";
    private static final String ENDING = "Benchmark.class";

    private final Path folder;
    private final List<Path> modules;

    private JmhBench(Path folder, List<Path> modules) {
        this.folder = folder;
        this.modules = modules;
    }

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> options = Stream.of("bench.rounds", "bench.only")
                .map(name -> "-D" + name + "=" + System.getProperty(name, ""))
                .toList();
        System.exit(run(Files.createTempDirectory("parley-bench"), options, Redirect.INHERIT));
    }

    /**
     * Runs the benchmarks of all modules, whose tests must be compiled.
     *
     * @param folder for the classes JMH writes; empty
     * @param options of the JVM that measures
     * @param output where the table goes
     * @return 0 if all was measured
     */
    static int run(Path folder, List<String> options, Redirect output) throws IOException, InterruptedException {
        try (Stream<Path> modules = Files.list(MODULES)) {
            var bench = new JmhBench(
                    folder,
                    modules.map(module -> module.resolve("target").resolve("test-classes"))
                            .filter(Files::isDirectory)
                            .map(Path::toAbsolutePath)
                            .sorted()
                            .toList());
            List<String> benchmarks = bench.benchmarks();
            bench.prepare(benchmarks);
            return bench.measure(benchmarks, options, output);
        }
    }

    private List<String> benchmarks() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                        .map(file -> className(module.relativize(file)))
                        .sorted()
                        .forEach(names::add);
            }
        }
        if (names.isEmpty()) {
            throw new IllegalStateException("no benchmarks: compile the tests of all modules first");
        }
        return names;
    }

    private static String className(Path file) {
        return file.toString().replace(File.separatorChar, '.').replaceAll("\\.class$", "");
    }

    private void prepare(List<String> benchmarks) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("a JDK is needed, and this is none: " + System.getProperty("java.home"));
        }
        var said = new StringWriter();
        List<String> options = List.of("-d", folder.toString(), "-classpath", classPath(), "-processor", PROCESSOR);
        if (!compiler.getTask(said, null, null, options, benchmarks, null).call()) {
            throw new IllegalStateException("JMH can't use the benchmarks: " + said);
        }
    }

    private int measure(List<String> benchmarks, List<String> options, Redirect output)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(JmhTable.NO_WARNINGS, "-cp", classPath(), JmhTable.class.getName()));
        command.addAll(benchmarks);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /** All in one: benchmarks see what only their package sees. */
    private String classPath() {
        String usual = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.concat(Stream.concat(Stream.of(folder), modules.stream()).map(Path::toString), Stream.of(usual))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
