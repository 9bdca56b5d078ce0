package dev.parley.bootstrap.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page keeps its promises in a real browser, against the real server. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BrowserIT {

    private static final Path FRONT_END =
            Path.of("..", "adapter-web").toAbsolutePath().normalize();

    @TempDir
    static Path folder;

    private static ScriptedModelServer model;
    private static ServerProcess server;
    private static RemoteControl control;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        model = ScriptedModelServer.start().playing(ObedientModel::scriptFor);
        server = ServerProcess.start(
                folder.resolve("data"),
                Map.of("PARLEY_LLM_BASE_URL", model.baseUrl().toString()));
        control = new RemoteControl(server);
    }

    @AfterAll
    static void stop() throws IOException {
        control.close();
        server.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation", "layout", "connection", "restart"})
    void the_page_keeps_its_promises(String script) throws IOException, InterruptedException {
        assertThat(FRONT_END.resolve("node_modules/playwright-core"))
                .as("the tools of the browser tests, which a build of adapter-web with its tests installs")
                .isDirectory();
        Path output = Files.createTempFile(folder, script, ".log");

        int status = run(script, output);

        if (status != 0) {
            fail("%s.test.mjs says:%n%s%nThe server's log:%n%s", script, Files.readString(output), server.log());
        }
    }

    private static int run(String script, Path output) throws IOException, InterruptedException {
        var node = new ProcessBuilder(
                        "node", "--test", "--test-reporter=spec", "src/test/browser/" + script + ".test.mjs")
                .directory(FRONT_END.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        node.environment().put("PARLEY_TEST_URL", server.address().toString());
        node.environment().put("PARLEY_TEST_CONTROL", control.address().toString());
        Process process = node.start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
