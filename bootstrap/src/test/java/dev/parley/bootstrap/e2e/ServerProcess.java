package dev.parley.bootstrap.e2e;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code parley serve} in a process of its own, on a free port. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on http://[^ ]*:(\\d+)");
    private static final long GUARD_SECONDS = 120;

    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts a server and waits until it takes requests. */
    static ServerProcess start(Path dataDir, Map<String, String> environment) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Dparley.stopWithParent=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.parley.bootstrap.Main",
                        "serve"))
                .redirectErrorStream(true)
                .directory(new File(System.getProperty("java.io.tmpdir")));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        builder.environment().put("PARLEY_DATA_DIR", dataDir.toString());
        builder.environment().put("PARLEY_HTTP_PORT", "0");
        var server = new ServerProcess(builder.start());
        Thread.ofVirtual().name("server-log").start(server::readLog);
        server.awaitPort();
        return server;
    }

    private void awaitPort() throws InterruptedException {
        try {
            port.get(GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the server did not start:\n" + log(), e);
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                log.add(line);
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    port.complete(Integer.valueOf(listens.group(1)));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            log.add("the log ended: " + e);
        }
        port.completeExceptionally(new IOException("it ended"));
    }

    int port() {
        return port.join();
    }

    /** All it has logged. */
    String log() {
        return String.join("\n", log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. Returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As {@code kill} does. Returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end and gives its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not end:\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
