package dev.parley.bootstrap.browser;

import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.Main;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole server as people run it, in a process of its own, always on the same port and data folder. Thread-safe. */
final class ServerProcess implements AutoCloseable {

    private static final Duration HANG_GUARD = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final URI model;
    private final int port;
    private @Nullable Process process;

    ServerProcess(Path folder, URI model) throws IOException {
        this.folder = folder;
        this.model = model;
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it. Blocks until it is ready. */
    synchronized void start() throws IOException {
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // It must not outlive the tests, whatever becomes of them.
                        "-Dparley.stopWithParent=true",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(),
                        "serve"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().put("PARLEY_HTTP_PORT", Integer.toString(port));
        builder.environment().put("PARLEY_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("PARLEY_LLM_BASE_URL", model.toString());
        Process started = builder.start();
        process = started;
        await("the server, whose log is " + log()).atMost(HANG_GUARD).until(() -> !started.isAlive() || isReady());
        if (!started.isAlive()) {
            throw new IOException("the server ended with " + started.exitValue() + "; its log is " + log());
        }
    }

    /** Kills it, as a power cut would. Blocks until it is gone. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Asks it to leave in good order. Blocks until it is gone. */
    synchronized void stop() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }

    Path log() {
        return folder.resolve("server.log");
    }

    private boolean isReady() {
        var request = HttpRequest.newBuilder(address().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
        client.close();
    }
}
