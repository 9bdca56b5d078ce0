package dev.parley.bootstrap;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley chat} against a real server over real sockets. */
class TerminalChatTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, String> QUICK = Map.of("PARLEY_DEMO_SPEED", "2000");
    private static final Map<String, String> SLOW = Map.of("PARLEY_DEMO_SPEED", "40");

    @TempDir
    Path data;

    @TempDir
    Path tokens;

    private ChatServer server;

    @BeforeEach
    void startServer() {
        server = TestServers.start(data, QUICK);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void each_line_is_answered_before_the_next_is_sent() throws Exception {
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);

        terminal.type("count to 3");
        terminal.type("");
        terminal.type("echo Grüße 🥣");
        int exit = terminal.end();

        assertThat(terminal.answers()).isEqualTo("1, 2, 3.\nGrüße 🥣\n");
        assertThat(exit).isZero();
    }

    @Test
    void a_cancelled_answer_keeps_what_was_seen() throws Exception {
        restart(SLOW);
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);
        terminal.type("count to 1000");
        await().atMost(LONG).until(() -> terminal.answers().contains("3, "));

        terminal.type("/cancel");

        assertThat(terminal.end()).isZero();
        assertThat(terminal.notes()).contains("[cancelled]");
        assertThat(countedTo(1000)).startsWith(terminal.answers().stripTrailing());
        assertThat(history(terminal.session())).isEqualTo("user> count to 1000\nai> " + terminal.answers());
    }

    @Test
    void a_server_that_restarts_in_the_middle_is_come_back_to() throws Exception {
        restart(SLOW);
        try (TcpProxy proxy = TcpProxy.to(server.port())) {
            TestTerminal terminal = TestTerminal.open(proxy.port(), tokens, null);
            terminal.type("count to 100");
            await().atMost(LONG).until(() -> terminal.answers().contains("5, "));

            int port = server.port();
            server.close();
            server = TestServers.start(
                    data, Map.of("PARLEY_DEMO_SPEED", "200", "PARLEY_HTTP_PORT", Integer.toString(port)));

            assertThat(terminal.end()).isZero();
            assertThat(terminal.answers()).endsWith(countedTo(100));
            assertThat(history(terminal.session())).isEqualTo("user> count to 100\nai> " + countedTo(100));
        }
    }

    @Test
    void what_is_typed_while_the_server_is_away_is_sent_when_it_is_back() throws Exception {
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);
        terminal.type("echo one");
        await().atMost(LONG).until(() -> terminal.answers().equals("one\n"));
        int port = server.port();
        server.close();
        await().atMost(LONG).until(() -> terminal.notes().contains("connection lost"));

        terminal.type("echo two");
        server = TestServers.start(data, Map.of("PARLEY_HTTP_PORT", Integer.toString(port)));

        assertThat(terminal.end()).isZero();
        assertThat(terminal.answers()).isEqualTo("one\ntwo\n");
        assertThat(history(terminal.session())).isEqualTo("user> echo one\nai> one\nuser> echo two\nai> two\n");
    }

    @Test
    void an_earlier_conversation_shows_its_newest_messages_and_goes_on() throws Exception {
        TestTerminal earlier = TestTerminal.open(server.port(), tokens, null);
        for (int number = 1; number <= 30; number++) {
            earlier.type("echo " + number);
        }
        assertThat(earlier.end()).isZero();

        TestTerminal later = TestTerminal.open(server.port(), tokens, earlier.session());
        later.type("echo more");

        assertThat(later.end()).isZero();
        String newest = IntStream.rangeClosed(6, 30)
                .mapToObj(number -> "user> echo %d\nai> %d\n".formatted(number, number))
                .collect(joining());
        assertThat(later.answers()).isEqualTo(newest + "more\n");
        assertThat(later.session()).isEqualTo(earlier.session());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill")
    void control_c_stops_the_answer_and_the_second_time_the_program() throws Exception {
        restart(SLOW);
        TestTerminal terminal = TestTerminal.openInteractive(server.port(), tokens);
        terminal.type("count to 1000");
        await().atMost(LONG).until(() -> terminal.answers().contains("3, "));

        pressControlC();
        await().atMost(LONG).until(() -> terminal.notes().contains("[cancelled]"));
        pressControlC();

        assertThat(terminal.awaitExit()).isEqualTo(130);
        assertThat(terminal.answers()).doesNotContain("1000");
    }

    /** Every process that a terminal belongs to gets this signal. */
    private static void pressControlC() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-INT", self).start().waitFor()).isZero();
    }

    @Test
    void a_refused_message_makes_it_fail() throws Exception {
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);

        terminal.type("x".repeat(4_001));
        terminal.type("echo but this");

        assertThat(terminal.end()).isEqualTo(1);
        assertThat(terminal.notes()).contains("too long");
        assertThat(terminal.answers()).isEqualTo("but this\n");
    }

    @Test
    void a_foreign_conversation_is_none() throws Exception {
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, "00000000-0000-4000-8000-000000000000");

        assertThat(terminal.end()).isEqualTo(1);
        assertThat(terminal.notes()).contains("the server refuses");
    }

    @Test
    void a_guest_the_server_does_not_know_any_more_becomes_a_new_one() throws Exception {
        Path file = tokens.resolve("127.0.0.1_" + server.port());
        Files.writeString(file, "v1.b2xk.token");

        TestTerminal terminal = TestTerminal.open(server.port(), tokens, null);
        terminal.type("echo hello");

        assertThat(terminal.end()).isZero();
        assertThat(terminal.answers()).isEqualTo("hello\n");
        assertThat(file).content().isNotEqualTo("v1.b2xk.token");
        assertThat(history(terminal.session())).as("the new guest stays").isEqualTo("user> echo hello\nai> hello\n");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are others there")
    void the_token_is_for_its_owners_eyes_only() throws Exception {
        Path file = tokens.resolve("127.0.0.1_" + server.port());
        Files.writeString(file, "v1.b2xk.token");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(TestTerminal.open(server.port(), tokens, null).end()).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private void restart(Map<String, String> environment) {
        server.close();
        server = TestServers.start(data, environment);
    }

    /** What another look at the conversation shows. */
    private String history(String session) throws Exception {
        Path known = tokens.resolve("127.0.0.1_" + server.port());
        if (!Files.exists(known)) {
            try (var all = Files.list(tokens)) {
                Files.copy(all.findFirst().orElseThrow(), known);
            }
        }
        TestTerminal terminal = TestTerminal.open(server.port(), tokens, session);
        assertThat(terminal.end()).isZero();
        return terminal.answers();
    }

    private static String countedTo(int number) {
        return IntStream.rangeClosed(1, number).mapToObj(Integer::toString).collect(joining(", ", "", ".\n"));
    }
}
