package dev.parley.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of this class path, with its processor time and memory. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    ChildJvm(Class<?> main, Map<String, String> environment, List<String> options, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
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

    /** The port a small server prints first. */
    int port() throws IOException {
        return Integer.parseInt(output.readLine());
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

    void drain() {
        Thread.ofPlatform().daemon().start(() -> output.lines().forEach(line -> {}));
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB. */
    long residentMib() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1_024;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
