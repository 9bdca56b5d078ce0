package dev.parley.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code parley chat} over a line that is cut at any byte, in either direction: all is shown, and stored, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class TerminalReconnectTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int NUMBERS = 60;
    private static final int CUTS = 3;
    private static final int MOST_BYTES_TO_CLIENT = 12_000;
    private static final int MOST_BYTES_TO_SERVER = 500;

    private ChatServer server;

    @BeforeAll
    void startServer(@TempDir Path data) {
        server = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "200"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_line_that_is_cut_anywhere_loses_and_doubles_nothing(int seed, @TempDir Path tokens) throws Exception {
        Random random = new Random(seed);
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            TestTerminal terminal = TestTerminal.open(proxy.port(), tokens, null);
            await().atMost(LONG).until(() -> terminal.notes().contains("[conversation "));
            cut(proxy, random);
            terminal.type("count to " + NUMBERS);
            for (int cut = 1; cut < CUTS; cut++) {
                long before = proxy.connections();
                await().atMost(LONG)
                        .until(() -> proxy.connections() > before
                                || terminal.answers().endsWith(".\n"));
                cut(proxy, random);
            }

            assertThat(terminal.end()).as(terminal::notes).isZero();
            assertThat(terminal.answers()).isEqualTo(counted());
            assertThat(history(proxy, terminal.session(), tokens))
                    .isEqualTo("user> count to " + NUMBERS + "\nai> " + counted());
        }
    }

    @Test
    void a_message_whose_acknowledgement_is_lost_is_stored_once(@TempDir Path tokens) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            TestTerminal terminal = TestTerminal.open(proxy.port(), tokens, null);
            terminal.type("echo one");
            await().atMost(LONG).until(() -> terminal.answers().equals("one\n"));
            long connections = proxy.connections();
            proxy.cutAfterBytesToClients(0);

            terminal.type("echo two");

            assertThat(terminal.end()).as(terminal::notes).isZero();
            assertThat(proxy.connections()).isGreaterThan(connections);
            assertThat(terminal.answers()).isEqualTo("one\ntwo\n");
            assertThat(history(proxy, terminal.session(), tokens))
                    .isEqualTo("user> echo one\nai> one\nuser> echo two\nai> two\n");
        }
    }

    @Test
    void a_cancel_wanted_while_the_line_is_away_is_sent_when_it_is_back(@TempDir Path data, @TempDir Path folder)
            throws Exception {
        // So slow that the answer is not over before the terminal has noticed that the line is dead.
        try (ChatServer slow = TestServers.start(data, Map.of("PARLEY_DEMO_SPEED", "10"));
                TcpProxy proxy = TcpProxy.to(slow.port())) {
            TestTerminal terminal = TestTerminal.open(proxy.port(), folder, null);
            terminal.type("count to 1000");
            await().atMost(LONG).until(() -> terminal.answers().contains("3, "));
            proxy.cutAfterBytesToServer(0);

            terminal.type("/cancel");

            assertThat(terminal.end()).as(terminal::notes).isZero();
            assertThat(terminal.notes()).contains("connection lost", "[cancelled]");
            assertThat(terminal.answers()).doesNotContain("1000");
        }
    }

    private static void cut(TcpProxy proxy, Random random) {
        if (random.nextInt(3) == 0) {
            proxy.cutAfterBytesToServer(random.nextInt(MOST_BYTES_TO_SERVER));
        } else {
            proxy.cutAfterBytesToClients(random.nextInt(MOST_BYTES_TO_CLIENT));
        }
    }

    /** What another look at the conversation shows. */
    private static String history(TcpProxy proxy, String session, Path tokens) throws Exception {
        proxy.cutNoMore();
        TestTerminal terminal = TestTerminal.open(proxy.port(), tokens, session);
        assertThat(terminal.end()).isZero();
        return terminal.answers();
    }

    private static String counted() {
        return IntStream.rangeClosed(1, NUMBERS).mapToObj(Integer::toString).collect(joining(", ", "", ".\n"));
    }
}
