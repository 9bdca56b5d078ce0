package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How late tokens arrive, what a token costs, how soon a message is acknowledged, what 200 chats weigh: the model asked
 * directly, through a bare relay, and through the server with its durable store, in turn, several rounds.
 */
public final class RelayBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 200);
    private static final int RATE = Integer.getInteger("bench.rate", 30);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 3);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private RelayBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"))) {
            int modelPort = model.port();
            try (var relay = ChildJvm.measured(BareRelay.class, Map.of(), Integer.toString(modelPort));
                    var server = ParleyServer.start(
                            Files.createTempDirectory("parley-bench"), modelPort, PEOPLE, Map.of())) {
                int relayPort = relay.port();
                relay.drain();
                measure(modelPort, relay, relayPort, server);
            }
        }
    }

    private static void measure(int modelPort, ChildJvm relay, int relayPort, ParleyServer server)
            throws IOException, InterruptedException {
        var direct = Chats.direct(modelPort);
        var bare = Chats.over(relaySockets(relayPort));
        var parley = Chats.over(new ParleySockets(server.port()));
        for (int i = 0; i < WARM_UPS; i++) {
            run(new Round("warm"), bare);
            run(new Round("warm"), parley);
        }
        long idle = server.process().residentMib();
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(run(new Round("model itself"), direct));
            rounds.add(run(new Round("bare relay", relay), bare));
            rounds.add(run(new Round("parley", server.process()), parley));
        }
        print(rounds, idle);
    }

    private static Round run(Round round, Chats.Opening opening) throws IOException, InterruptedException {
        return round.run(opening, PEOPLE, RATE, SECONDS);
    }

    static Chats.SocketOpening relaySockets(int port) {
        return new Chats.SocketOpening() {
            @Override
            public FrameSocket open(int number) throws IOException {
                return new FrameSocket(port, "/relay", "");
            }

            @Override
            public String message(int number, String order) {
                return order;
            }
        };
    }

    private static void print(List<Round> rounds, long idleMib) {
        System.out.printf(
                Locale.ROOT,
                "%d chats, %d tokens/s each, %d s; delay in ms, processor in s per million tokens, memory in MiB%n%n",
                PEOPLE,
                RATE,
                SECONDS);
        Round.printHead();
        rounds.forEach(Round::print);
        double ours = median(rounds, "parley");
        double bare = median(rounds, "bare relay");
        System.out.printf(
                Locale.ROOT,
                "%n{\"chats\":%d,\"rate\":%d,\"processor_ratio_to_bare_relay\":%.2f,\"idle_mib\":%d,\"added_mib\":%d}%n",
                PEOPLE,
                RATE,
                ours / bare,
                idleMib,
                rounds.getLast().heaviest() - idleMib);
    }

    static double median(List<Round> rounds, String kind) {
        return Figures.median(rounds.stream()
                .filter(round -> round.kind().equals(kind))
                .mapToDouble(Round::processorPerMillion)
                .toArray());
    }
}
