package dev.parley.bench;

import dev.parley.bootstrap.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How late tokens arrive, what a token costs, how soon a message is acknowledged, what 200 chats weigh: the model asked
 * directly, through a bare relay, and through the server with its durable store, in turn, several rounds.
 */
public final class RelayBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 200);
    private static final int RATE = Integer.getInteger("bench.rate", 30);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private RelayBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("parley-bench");
        int port = freePort();
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"))) {
            int modelPort = model.port();
            try (var relay = new ChildJvm(BareRelay.class, Map.of(), List.of(), Integer.toString(modelPort));
                    var server = new ChildJvm(Main.class, environment(data, port, modelPort), List.of(), "serve")) {
                int relayPort = relay.port();
                relay.drain();
                awaitReady(port);
                server.drain();
                measure(modelPort, relay, relayPort, server, port);
            }
        }
    }

    private static Map<String, String> environment(Path data, int port, int modelPort) {
        var unlimited = new HashMap<String, String>();
        for (String limited : List.of("MESSAGES", "CONNECTIONS", "GUESTS")) {
            unlimited.put("PARLEY_LIMITS_" + limited + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        unlimited.put("PARLEY_TITLES_GENERATED", "false");
        unlimited.putAll(Map.of(
                "PARLEY_HTTP_PORT",
                Integer.toString(port),
                "PARLEY_DATA_DIR",
                data.toString(),
                "PARLEY_LLM_BASE_URL",
                "http://127.0.0.1:" + modelPort + "/v1",
                "PARLEY_LLM_MODEL",
                "paced",
                "PARLEY_LIMITS_CONNECTIONS_PER_USER",
                Integer.toString(PEOPLE),
                "PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS",
                Integer.toString(PEOPLE)));
        return unlimited;
    }

    private static void measure(int modelPort, ChildJvm relay, int relayPort, ChildJvm server, int port)
            throws IOException, InterruptedException {
        var direct = Chats.direct(modelPort);
        var bare = Chats.over(relaySockets(relayPort));
        var parley = Chats.over(new ParleySockets(port));
        new Round("warm", null).run(bare, SECONDS);
        new Round("warm", null).run(parley, SECONDS);
        long idle = server.residentMib();
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(new Round("model itself", null).run(direct, SECONDS));
            rounds.add(new Round("bare relay", relay).run(bare, SECONDS));
            rounds.add(new Round("parley", server).run(parley, SECONDS));
        }
        print(rounds, idle);
    }

    private static Chats.SocketOpening relaySockets(int port) {
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

    /** One run of one kind. */
    private static final class Round {

        private final String kind;
        private final @Nullable ChildJvm process;
        private final Chats chats = new Chats();
        private Duration processor = Duration.ZERO;
        private long heaviest;

        private Round(String kind, @Nullable ChildJvm process) {
            this.kind = kind;
            this.process = process;
        }

        private Round run(Chats.Opening opening, int seconds) throws IOException, InterruptedException {
            var connected = new AtomicReference<>(Duration.ZERO);
            chats.run(opening, PEOPLE, RATE * seconds, RATE, () -> connected.set(processorTime()));
            if (process != null) {
                processor = processorTime().minus(connected.get());
                heaviest = process.residentMib();
            }
            return this;
        }

        private Duration processorTime() {
            return process == null ? Duration.ZERO : process.processorTime();
        }

        private double processorPerMillion() {
            return processor.toNanos() / 1e9 / chats.tokens() * 1e6;
        }
    }

    private static void print(List<Round> rounds, long idleMib) {
        System.out.printf(
                Locale.ROOT,
                "%d chats, %d tokens/s each, %d s; delay in ms, processor in s per million tokens, memory in MiB%n%n",
                PEOPLE,
                RATE,
                SECONDS);
        System.out.printf(
                "%-14s %9s %7s %7s %7s %8s %9s %9s %8s%n",
                "", "tokens", "failed", "p50", "p99", "max", "processor", "ack p50", "memory");
        for (Round round : rounds) {
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %9d %7d %7.3f %7.2f %8.1f %9.1f %9.2f %8d%n",
                    round.kind,
                    round.chats.tokens(),
                    round.chats.failures(),
                    round.chats.late().percentile(0.5),
                    round.chats.late().percentile(0.99),
                    round.chats.late().percentile(1),
                    round.process == null ? 0 : round.processorPerMillion(),
                    round.chats.acknowledged().percentile(0.5),
                    round.heaviest);
        }
        double ours = median(rounds, "parley");
        double bare = median(rounds, "bare relay");
        System.out.printf(
                Locale.ROOT,
                "%n{\"chats\":%d,\"rate\":%d,\"processor_ratio_to_bare_relay\":%.2f,\"idle_mib\":%d,\"added_mib\":%d}%n",
                PEOPLE,
                RATE,
                ours / bare,
                idleMib,
                rounds.getLast().heaviest - idleMib);
    }

    private static double median(List<Round> rounds, String kind) {
        double[] sorted = rounds.stream()
                .filter(round -> round.kind.equals(kind))
                .mapToDouble(Round::processorPerMillion)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(int port) throws IOException, InterruptedException {
        for (int tries = 0; tries < 300; tries++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the server did not start");
    }
}
