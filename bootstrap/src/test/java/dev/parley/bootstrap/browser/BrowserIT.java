package dev.parley.bootstrap.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page keeps its promises in a real browser, against real servers. Its scripts wait more than they work, so they run
 * side by side; the one that kills its server has one of its own.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BrowserIT {

    private static final Path FRONT_END =
            Path.of("..", "adapter-web").toAbsolutePath().normalize();
    private static final Path SAID = FRONT_END.resolve("target").resolve("browser");
    private static final int SIDE_BY_SIDE = 4;
    private static final String ALONE = "restart";
    private static final String SEVERAL_ASSISTANTS = """
            assistants:
              sea-poet:
                greeting: What shall I sing of?
                suggestions: [The sea in winter]
            """;

    @TempDir
    static Path folder;

    private static final Map<String, Future<Integer>> RUNS = new HashMap<>();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    private static ScriptedModelServer model;
    private static ServerProcess server;
    private static ServerProcess mortal;
    private static RemoteControl control;
    private static URI site;

    static List<String> scripts() {
        return List.of(
                "layout",
                ALONE,
                "connection",
                "conversation",
                "account",
                "widget",
                "access",
                "hostile",
                "long",
                "search");
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assertThat(FRONT_END.resolve("node_modules/playwright-core"))
                .as("the tools of the browser tests, which a build of adapter-web with its tests installs")
                .isDirectory();
        Files.createDirectories(SAID);
        model = ScriptedModelServer.start().playing(ObedientModel::scriptFor);
        site = freeSite();
        server = startServer("data", "");
        mortal = startServer("data-of-the-mortal", SEVERAL_ASSISTANTS);
        control = new RemoteControl(mortal);
        scripts().forEach(script -> RUNS.put(script, THREADS.submit(() -> run(script))));
    }

    @AfterAll
    static void stop() throws IOException {
        THREADS.shutdownNow();
        control.close();
        mortal.close();
        server.close();
        model.close();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void the_page_keeps_its_promises(String script) throws IOException, InterruptedException, ExecutionException {
        int status = RUNS.get(script).get();

        if (status != 0) {
            String said = Files.readString(outputOf(script));
            fail(
                    "%s.test.mjs says:%n%s%nThe server's log:%n%s",
                    script, said, serverOf(script).log());
        }
    }

    private static ServerProcess startServer(String data, String configuration)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(data + ".yaml"), configuration);
        return ServerProcess.start(
                folder.resolve(data),
                Map.of(
                        "PARLEY_CONFIG",
                        file.toString(),
                        "PARLEY_LLM_BASE_URL",
                        model.baseUrl().toString(),
                        "PARLEY_WEB_ALLOWED_ORIGINS",
                        site.toString(),
                        "PARLEY_CHAT_MODELS",
                        "swift,thorough",
                        // The model fails when it is told to, and shall do so at once and every time.
                        "PARLEY_LLM_RETRIES",
                        "0",
                        "PARLEY_LLM_BREAKER_FAILURES",
                        "100",
                        "PARLEY_LIMITS_LOGINS_PER_MINUTE_PER_ADDRESS",
                        "0",
                        "PARLEY_LIMITS_REGISTRATIONS_PER_MINUTE_PER_ADDRESS",
                        "0"));
    }

    /** Where a script will have a site of somebody else, which the server has to know before. */
    private static URI freeSite() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }
    }

    private static ServerProcess serverOf(String script) {
        return script.equals(ALONE) ? mortal : server;
    }

    private static Path outputOf(String script) {
        return SAID.resolve(script + ".log");
    }

    private static int run(String script) throws IOException, InterruptedException {
        var node = new ProcessBuilder(
                        "node", "--test", "--test-reporter=spec", "src/test/browser/" + script + ".test.mjs")
                .directory(FRONT_END.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputOf(script).toFile());
        node.environment().put("PARLEY_TEST_URL", serverOf(script).address().toString());
        node.environment().put("PARLEY_TEST_CONTROL", control.address().toString());
        node.environment().put("PARLEY_TEST_SITE", site.toString());
        Process process = node.start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
