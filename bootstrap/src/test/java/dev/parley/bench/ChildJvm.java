package dev.parley.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of this class path, with its processor time and memory. */
final class ChildJvm implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ChildJvm.class.getName());

    private final Process process;
    private final BufferedReader output;

    ChildJvm(Class<?> main, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        this(List.of(), main, environment, options, arguments);
    }

    private ChildJvm(
            List<String> prefix,
            Class<?> main,
            Map<String, String> environment,
            List<String> options,
            String... arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.directory(new File(System.getProperty("java.io.tmpdir")));
        process = builder.start();
        output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    /**
     * One that is measured: started by {@code bench.server.prefix}, such as {@code taskset -c 1}, with the options in
     * {@code bench.server.options}, such as a flight recording.
     */
    static ChildJvm measured(Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
        return new ChildJvm(words("bench.server.prefix"), main, environment, words("bench.server.options"), arguments);
    }

    private static List<String> words(String property) {
        String words = System.getProperty(property, "").strip();
        return words.isEmpty() ? List.of() : List.of(words.split("\\s+"));
    }

    /** The port a small server prints, alone on a line; what its JVM has to say may come before. */
    int port() throws IOException {
        String line = output.readLine();
        while (line != null && !line.matches("\\d+")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the process ended before it said its port");
        }
        return Integer.parseInt(line);
    }

    /** Reads what it prints until a line holds a text, then goes on reading in the background. */
    void awaitLine(String text) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the process ended before it said " + text);
        }
        drain();
    }

    /** Reads on in the background until the process ends or is ended, lest it waits for a reader. */
    void drain() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                output.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the process was ended", e);
            }
        });
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB. */
    long residentMib() throws IOException {
        return residentKib() / 1_024;
    }

    /** Resident memory in KiB. */
    long residentKib() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** How many files and connections it has open. */
    int openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) files.count();
        }
    }

    /** Makes it give back what it does not need: else what is resident tells of the heap's past. */
    void collectGarbage() throws IOException, InterruptedException {
        tell("VM.set_flag", "MinHeapFreeRatio", "1");
        tell("VM.set_flag", "MaxHeapFreeRatio", "2");
        tell("GC.run");
        tell("VM.set_flag", "MaxHeapFreeRatio", "70");
        tell("VM.set_flag", "MinHeapFreeRatio", "40");
    }

    private void tell(String... command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var words = new ArrayList<>(List.of(jcmd, Long.toString(process.pid())));
        words.addAll(List.of(command));
        Process telling = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(telling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (telling.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " was refused: " + said);
        }
    }

    /** Asks it to end, and waits until it has. */
    void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
