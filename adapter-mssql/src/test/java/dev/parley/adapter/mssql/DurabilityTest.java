package dev.parley.adapter.mssql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.ConversationStore.EventPage;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged survives the death of the process: a child JVM is killed in the middle of its work. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // Twenty processes begin; on a busy machine that takes its time.
class DurabilityTest {

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_is_there_after_the_process_was_killed() throws Exception {
        List<Integer> acknowledged = new ArrayList<>();

        for (int atLeast : List.of(1, 40, 150)) {
            int first = acknowledged.size() + 1_000 * atLeast;
            acknowledged.addAll(acknowledgedByKilledChild(atLeast, String.valueOf(first)));

            assertAllIsThere(acknowledged);
        }
    }

    /** No clean end in between: each life begins with what the one before left behind when it was killed. */
    @Test
    void a_store_survives_being_killed_again_and_again() throws Exception {
        List<Integer> acknowledged = new ArrayList<>();

        for (int life = 1; life <= 15; life++) {
            acknowledged.addAll(acknowledgedByKilledChild(1 + 7 * life % 13, String.valueOf(10_000 * life)));
        }

        assertAllIsThere(acknowledged);
    }

    /** The same, but for H2's own habit of writing later: it shows that the test above can fail. */
    @Test
    void with_a_write_delay_acknowledged_messages_are_lost() throws Exception {
        List<Integer> acknowledged = acknowledgedByKilledChild(40, "1", "60000");

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(40);
        try (MssqlAdapter adapter = MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over)) {
            assertThat(acknowledged).anyMatch(number -> !isThere(adapter, number));
        }
    }

    private void assertAllIsThere(List<Integer> acknowledged) {
        try (MssqlAdapter adapter = MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over)) {
            assertThat(acknowledged).allMatch(number -> isThere(adapter, number));
            assertThat(eventNumbers(adapter))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, lastSeq(adapter)).boxed().toList());
            assertThat(adapter.replies().open(Talk.KEY))
                    .extracting(Progress::question)
                    .containsAll(acknowledged.stream()
                            .map(number -> Talk.question(number).id())
                            .toList());
        }
    }

    private static boolean isThere(MssqlAdapter adapter, int number) {
        return adapter.conversations()
                .message(Talk.KEY, Talk.question(number).id())
                .map(Message::text)
                .filter(("question " + number)::equals)
                .isPresent();
    }

    private static long lastSeq(MssqlAdapter adapter) {
        return adapter.sessions().find(Talk.KEY).orElseThrow().lastSeq().value();
    }

    private static List<Long> eventNumbers(MssqlAdapter adapter) {
        EventPage page =
                adapter.conversations().events(Talk.KEY, Seq.NONE, 100_000).orElseThrow();
        return page.events().stream().map(event -> event.seq().value()).toList();
    }

    /** All it said until it was dead; it was killed once it had said so many. */
    private List<Integer> acknowledgedByKilledChild(int atLeast, String... arguments) throws Exception {
        Process child = child(arguments);
        try (BufferedReader output = child.inputReader(UTF_8)) {
            List<Integer> acknowledged = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = next(output)) {
                if (line.startsWith("accepted ")) {
                    acknowledged.add(Integer.parseInt(line.substring("accepted ".length())));
                }
                if (acknowledged.size() == atLeast) {
                    child.destroyForcibly();
                }
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(atLeast);
            return acknowledged;
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** A pipe whose writer was killed may end with a complaint instead of an end. */
    private static String next(BufferedReader output) {
        try {
            return output.readLine();
        } catch (IOException ended) {
            return null;
        }
    }

    private Process child(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AcknowledgingChild.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
