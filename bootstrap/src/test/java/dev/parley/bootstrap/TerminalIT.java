package dev.parley.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.bootstrap.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley chat} and a server that is killed. */
class TerminalIT {

    @TempDir
    Path data;

    @TempDir
    Path tokens;

    @Test
    void a_server_killed_in_mid_reply_is_come_back_to_and_the_reply_ends_once() throws Exception {
        try (ServerProcess server = ServerProcess.start(data, Map.of("PARLEY_DEMO_SPEED", "100"))) {
            TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);
            terminal.type("count to 200");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> terminal.answers().contains("5, "));
            server.kill();
            server.startAgain();

            assertThat(terminal.end()).as(terminal::notes).isZero();
            assertThat(terminal.notes()).contains("connection lost");
            // Back in the middle of the new attempt it shows all of it anew, back after its end only what was missing.
            assertThat(terminal.answers()).endsWith(counted()).containsOnlyOnce(" 200.");
            TestTerminal later = TestTerminal.open(server.port(), tokens, terminal.session());
            assertThat(later.end()).isZero();
            assertThat(later.answers()).isEqualTo("user> count to 200\nai> " + counted());
        }
    }

    private static String counted() {
        return IntStream.rangeClosed(1, 200).mapToObj(Integer::toString).collect(joining(", ", "", ".\n"));
    }
}
