package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many chats one server carries: more and more at once, until the slowest hundredth of tokens is more than 50 ms late or
 * an answer is lost; a bare relay and the server, one after the other. Meant to run with one core for what is measured and
 * another one for the rest: see {@code bench.server.prefix}. People arrive one after the other, and delays count from when all are
 * there: how soon a crowd is let in is another question.
 */
public final class SaturationBench {

    private static final int MOST = Integer.getInteger("bench.people", 2_000);
    private static final int RATE = Integer.getInteger("bench.rate", 30);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final Duration ARRIVALS = Duration.ofSeconds(Integer.getInteger("bench.arrivals", 5));
    private static final int STEP = Integer.getInteger("bench.step", 100);
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 4);
    private static final double LATE_MS = 50;

    private SaturationBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"))) {
            int modelPort = model.port();
            Round.printHead();
            int relayed = relayed(modelPort);
            int served = served(modelPort);
            System.out.printf(
                    Locale.ROOT,
                    "%n{\"rate\":%d,\"most_chats_bare_relay\":%d,\"most_chats_parley\":%d,\"ratio\":%.2f}%n",
                    RATE,
                    relayed,
                    served,
                    (double) served / relayed);
        }
    }

    private static int relayed(int modelPort) throws IOException, InterruptedException {
        try (var relay = ChildJvm.measured(BareRelay.class, Map.of(), Integer.toString(modelPort))) {
            int port = relay.port();
            relay.drain();
            return most("bare relay", relay, Chats.over(RelayBench.relaySockets(port)));
        }
    }

    private static int served(int modelPort) throws IOException, InterruptedException {
        try (var server = ParleyServer.start(Files.createTempDirectory("parley-bench"), modelPort, MOST, Map.of())) {
            return most("parley", server.process(), Chats.over(new ParleySockets(server.port())));
        }
    }

    private static int most(String kind, ChildJvm process, Chats.Opening opening)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            new Round("warm", Chats.steady(ARRIVALS), process).run(opening, STEP, RATE, SECONDS);
        }
        int carried = 0;
        for (int people = STEP; people <= MOST; people += STEP) {
            if (!carriesInTheEnd(kind, process, opening, people)) {
                return carried;
            }
            carried = people;
        }
        return carried;
    }

    /** A step that is missed is tried once more: other processes may have had the core. */
    private static boolean carriesInTheEnd(String kind, ChildJvm process, Chats.Opening opening, int people)
            throws IOException, InterruptedException {
        boolean carries = false;
        for (int tries = 0; tries < 2 && !carries; tries++) {
            carries = carries(kind, process, opening, people);
        }
        return carries;
    }

    private static boolean carries(String kind, ChildJvm process, Chats.Opening opening, int people)
            throws IOException, InterruptedException {
        Round round =
                new Round(kind + " " + people, Chats.steady(ARRIVALS), process).run(opening, people, RATE, SECONDS);
        round.print();
        return round.chats().failures() == 0 && round.chats().late().percentile(0.99) <= LATE_MS;
    }
}
