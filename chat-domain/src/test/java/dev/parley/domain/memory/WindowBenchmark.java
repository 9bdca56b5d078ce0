package dev.parley.domain.memory;

import dev.parley.domain.fixture.Messages;
import dev.parley.domain.memory.WindowPolicy.Summarising;
import dev.parley.domain.memory.WindowPolicy.TokenBudget;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Summary;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to choose what a model is shown, once the messages are there: short questions, answers of 1,500 characters. */
@State(Scope.Thread)
public class WindowBenchmark {

    private static final Summarising SUMMARISING = new Summarising(new TokenBudget(8_000, 10), 20);
    private static final String SYSTEM_PROMPT = "You are a helpful assistant. ".repeat(20);
    private static final String NEWEST = "And what follows from all this?";

    /** What is written. */
    @Param({"latin", "chinese"})
    public String script;

    private List<Message> ten = List.of();
    private List<Message> thirty = List.of();
    private Summary summary = new Summary("nothing", new Turn(1));

    /** Makes the conversations. */
    @Setup
    public void talk() {
        String word = script.equals("latin") ? "some words " : "\u4e00\u4e9b\u8a5e\u8a9e";
        ten = conversation(10, word);
        thirty = conversation(30, word);
        summary = new Summary(word.repeat(1_000 / word.length()), new Turn(1));
    }

    private static List<Message> conversation(int turns, String word) {
        return IntStream.rangeClosed(1, turns)
                .boxed()
                .flatMap(turn -> Stream.of(
                        Messages.userSays(word.repeat(80 / word.length()), 2 * turn - 1, turn),
                        Messages.aiSays(word.repeat(1_500 / word.length()), 2 * turn, turn)))
                .toList();
    }

    /** The last ten turns. */
    @Benchmark
    public WindowDecision standard() {
        return choose(WindowPolicy.STANDARD, null, ten);
    }

    /** The last thirty, of which some do not fit, behind a summary. */
    @Benchmark
    public WindowDecision summarising() {
        return choose(SUMMARISING, summary, thirty);
    }

    private static WindowDecision choose(WindowPolicy policy, Summary summary, List<Message> earlier) {
        return MemoryWindow.choose(
                policy, TokenEstimator.CAUTIOUS, SYSTEM_PROMPT, summary, MemoryWindow.exchanges(earlier), NEWEST);
    }
}
