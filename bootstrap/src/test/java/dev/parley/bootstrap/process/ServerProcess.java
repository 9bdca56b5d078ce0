package dev.parley.bootstrap.process;

import dev.parley.domain.canary.Canaries;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * {@code parley serve} in a process of its own, on a free port that it keeps through all its lives. Started and ended by
 * one thread at a time; asked by any.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on http://[^ ]*:(\\d+)");
    private static final long GUARD_SECONDS = 120;

    private final Map<String, String> environment;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private volatile Life life;
    private volatile boolean leaving;

    /** From one start to one end. */
    private record Life(Process process, CompletableFuture<Integer> port) {}

    private ServerProcess(Map<String, String> environment) throws IOException {
        this.environment = environment;
        this.life = begin(0);
    }

    /**
     * Starts a server. Blocks until it takes requests.
     *
     * @param environment what it is configured with; nothing is taken over from this process
     */
    public static ServerProcess start(Path dataDir, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARLEY_DATA_DIR", dataDir.toString());
        all.forEach((name, value) -> {
            if (name.matches(".*(SECRET|PASSWORD|API_KEY)")) {
                Canaries.noteSecret(value);
            }
        });
        ServerProcess server = new ServerProcess(all);
        server.awaitPort();
        return server;
    }

    /** Starts it again after its end, on the same port and data. Blocks until it takes requests. */
    public void startAgain() throws IOException, InterruptedException {
        leaving = false;
        life = begin(port());
        awaitPort();
    }

    private Life begin(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                // It must not outlive the tests, whatever becomes of them.
                "-Dparley.stopWithParent=true"));
        command.addAll(ServerClasses.options());
        command.addAll(List.of("dev.parley.bootstrap.Main", "serve"));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(new File(System.getProperty("java.io.tmpdir")));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        // Tests are quicker than people.
        for (String limited : List.of("MESSAGES", "CONNECTIONS", "GUESTS")) {
            builder.environment().put("PARLEY_LIMITS_" + limited + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        builder.environment().put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "0");
        builder.environment().put("PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER", "0");
        // One more answer of the model and one more event for each session; whoever tests that turns it on.
        builder.environment().put("PARLEY_TITLES_GENERATED", "false");
        builder.environment().putAll(environment);
        builder.environment().put("PARLEY_HTTP_PORT", Integer.toString(port));
        Life begun = new Life(builder.start(), new CompletableFuture<>());
        // A virtual thread that reads a pipe holds its carrier: two servers on two cores would leave none for a model.
        Thread.ofPlatform().daemon().name("server-log").start(() -> readLog(begun));
        return begun;
    }

    private static Path logFile(Process process) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "test-logs"));
        return folder.resolve("server-" + process.pid() + ".log");
    }

    private void awaitPort() throws InterruptedException {
        try {
            life.port.get(GUARD_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            kill();
            throw new AssertionError("the server did not start:\n" + log(), e);
        }
    }

    /** Also into a file beside the logs of the tests. */
    private void readLog(Life begun) {
        try (BufferedReader lines = begun.process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter file = Files.newBufferedWriter(logFile(begun.process))) {
            String line = lines.readLine();
            while (line != null) {
                log.add(line);
                file.write(line);
                file.newLine();
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    begun.port.complete(Integer.valueOf(listens.group(1)));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            log.add("the log ended: " + e);
        }
        begun.port.completeExceptionally(new IOException("it ended"));
    }

    /** Where it listens on the loopback address. */
    public int port() {
        return life.port.join();
    }

    /** The same as an address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** All it has logged, in all its lives. */
    public String log() {
        return String.join("\n", log);
    }

    /** Ends it as {@code kill -9} does. Blocks until it is gone. */
    public void kill() {
        life.process.destroyForcibly().onExit().join();
    }

    /** Asks it to leave, as {@code kill} does. Does not block. */
    public void terminate() {
        leaving = true;
        life.process.destroy();
    }

    /** Stops it where it stands, as {@code kill -STOP} does. */
    public void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", life.process.pid());
    }

    /** Lets it go on, as {@code kill -CONT} does. */
    public void thaw() throws IOException, InterruptedException {
        Signals.send("CONT", life.process.pid());
    }

    /** From now on it can't make any file longer, as on a full disk; what it says on its output is no file. */
    public void fillDisk() throws IOException, InterruptedException {
        Signals.limitFiles("1", life.process.pid());
    }

    /** Its disk has room again. */
    public void emptyDisk() throws IOException, InterruptedException {
        Signals.limitFiles("unlimited", life.process.pid());
    }

    /** What it holds now. Blocks. */
    public Footprint footprint() throws IOException, InterruptedException {
        return Footprint.of(life.process.pid());
    }

    /** Whether it was asked to leave and is not gone. */
    public boolean isLeaving() {
        return leaving && isAlive();
    }

    /** Whether it runs, or at least is not gone. */
    public boolean isAlive() {
        return life.process.isAlive();
    }

    /** Asks it to leave. Blocks until it is gone. */
    public void stop() throws InterruptedException {
        terminate();
        awaitExit();
    }

    /** Waits for its end and gives its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!life.process.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not end:\n" + log());
        }
        return life.process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
