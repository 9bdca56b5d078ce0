package dev.parley.bench;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What taking messages costs, and how soon they are acknowledged: so many a second, each of somebody else, whatever became of
 * those before, each with an answer of ten tokens within a second.
 */
public final class AskBench {

    private static final int A_SECOND = Integer.getInteger("bench.asks", 200);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 5);
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 6);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int TOKENS = 10;

    private AskBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        int people = A_SECOND * SECONDS;
        var rounds = new ArrayList<Round>();
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"));
                var server =
                        ParleyServer.start(Files.createTempDirectory("parley-bench"), model.port(), people, Map.of())) {
            for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
                rounds.add(new Round("parley", Chats.arriving(Duration.ofSeconds(SECONDS)), server.process())
                        .run(Chats.over(new ParleySockets(server.port())), people, TOKENS, 1));
            }
        }
        print(rounds.subList(WARM_UPS, rounds.size()));
    }

    private static void print(List<Round> rounds) {
        System.out.printf(
                Locale.ROOT,
                "%d messages a second for %d s, each answered with %d tokens; delay and acknowledgement in ms%n%n",
                A_SECOND,
                SECONDS,
                TOKENS);
        Round.printHead();
        rounds.forEach(Round::print);
        System.out.printf(
                Locale.ROOT,
                "%n{\"messages_a_second\":%d,\"processor_ms_a_message\":%.2f,\"acknowledged_p50\":%.2f,\"acknowledged_p99\":%.2f}%n",
                A_SECOND,
                median(rounds, round -> round.processorPerMillion() * TOKENS / 1_000),
                median(rounds, round -> round.chats().acknowledged().percentile(0.5)),
                median(rounds, round -> round.chats().acknowledged().percentile(0.99)));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Figures.median(rounds.stream().mapToDouble(figure).toArray());
    }
}
