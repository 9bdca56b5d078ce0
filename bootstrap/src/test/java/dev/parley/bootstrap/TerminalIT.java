package dev.parley.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.ModelScript;
import dev.parley.application.fake.ScriptedModelServer;
import dev.parley.bootstrap.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley chat} and a server that is killed. */
class TerminalIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @TempDir
    Path tokens;

    private final CountDownLatch back = new CountDownLatch(1);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void a_server_killed_in_mid_reply_is_come_back_to_and_the_reply_ends_once() throws Exception {
        try (ScriptedModelServer model = ScriptedModelServer.start().playing(request -> nextAttempt());
                ServerProcess server = ServerProcess.start(
                        data, Map.of("PARLEY_LLM_BASE_URL", model.baseUrl().toString()))) {
            TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);
            terminal.type("count to 200");
            await().atMost(LONG).until(() -> terminal.answers().contains("5, "));
            server.kill();
            server.startAgain();
            await().atMost(LONG).until(() -> terminal.notes().contains("the answer begins anew"));
            back.countDown();

            assertThat(terminal.end()).as(terminal::notes).isZero();
            assertThat(terminal.notes()).contains("connection lost", "the answer begins anew");
            assertThat(terminal.answers())
                    .endsWith("\n" + counted(1, 200) + "\n")
                    .containsOnlyOnce(" 200.");
            TestTerminal later = TestTerminal.open(server.port(), tokens, terminal.session());
            assertThat(later.end()).isZero();
            assertThat(later.answers()).isEqualTo("user> count to 200\nai> " + counted(1, 200) + "\n");
        }
    }

    /** The first stops in the middle; the next goes on once the terminal has heard of it. */
    private ModelScript nextAttempt() {
        ModelScript begun = ModelScript.streaming().delta(counted(1, 20));
        return attempts.incrementAndGet() == 1
                ? begun.stall()
                : begun.await(back)
                        .delta(counted(21, 200))
                        .finish("stop")
                        .usage(7, 200)
                        .done();
    }

    private static String counted(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> number + (number == 200 ? "." : ", "))
                .collect(joining());
    }
}
