package dev.parley.domain.reply;

import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to decide how much of a token is released: a token of a reply of 1,000. */
@State(Scope.Thread)
public class ReleaseBenchmark {

    private static final int TOKENS = 1_000;
    private static final List<String> STOP_WORDS = List.of("\nUser:", "<|end|>", "</answer>", "###");

    private final List<String> tokens =
            IntStream.range(0, TOKENS).mapToObj(ReleaseBenchmark::token).toList();

    /** How many there are to look for. */
    @Param({"0", "4"})
    public int stopWords;

    private List<String> words = List.of();

    private static String token(int number) {
        return switch (number % 8) {
            case 0 -> ".\n";
            case 1 -> " \u6c49\u5b57";
            case 2 -> " <";
            default -> " word" + number % 100;
        };
    }

    /** Chooses them. */
    @Setup
    public void choose() {
        words = STOP_WORDS.subList(0, stopWords);
    }

    /** Gives how much was released. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public int release() {
        var gate = new ReleaseGate(words, StreamPolicy.STANDARD.longestReply());
        int released = 0;
        for (String token : tokens) {
            released += gate.accept(token).released().length();
        }
        return released + gate.finish().released().length();
    }
}
