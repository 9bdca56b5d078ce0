package dev.parley.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What being measured costs: the same load on three servers in turn, one that measures nothing, one with metrics, and one with
 * metrics and with a trace of every question. Compared is the processor time of a token; each round's servers take their turns
 * in the other order than in the one before.
 */
public final class MeasuringBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 200);
    private static final int RATE = Integer.getInteger("bench.rate", 30);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 15);
    private static final int WARM_UPS = Integer.getInteger("bench.warmups", 3);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);

    private MeasuringBench() {}

    /** A server and how it is called. */
    private record Kind(String name, ParleyServer server) {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        HttpServer collector = collector();
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"))) {
            int port = model.port();
            String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
            try (var nothing = server(port, Map.of("PARLEY_METRICS_ENABLED", "false"));
                    var metrics = server(port, Map.of());
                    var traces = server(port, Map.of("PARLEY_TRACING_ENDPOINT", endpoint))) {
                measure(List.of(
                        new Kind("nothing", nothing), new Kind("metrics", metrics), new Kind("and traces", traces)));
            }
        } finally {
            collector.stop(0);
        }
    }

    private static ParleyServer server(int modelPort, Map<String, String> measuring) throws IOException {
        return ParleyServer.start(Files.createTempDirectory("parley-bench"), modelPort, PEOPLE, measuring);
    }

    /** Takes traces and forgets them. */
    private static HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", MeasuringBench::take);
        collector.start();
        return collector;
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static void measure(List<Kind> kinds) throws IOException, InterruptedException {
        var openings = new HashMap<String, Chats.Opening>();
        for (Kind kind : kinds) {
            openings.put(kind.name(), Chats.over(new ParleySockets(kind.server().port())));
        }
        var rounds = new ArrayList<Round>();
        for (int i = -WARM_UPS; i < ROUNDS; i++) {
            for (Kind kind : i % 2 == 0 ? kinds : kinds.reversed()) {
                var round = new Round(kind.name(), kind.server().process());
                round.run(openings.get(kind.name()), PEOPLE, RATE, SECONDS);
                if (i >= 0) {
                    rounds.add(round);
                }
            }
        }
        print(rounds);
    }

    private static void print(List<Round> rounds) {
        Round.printHead();
        rounds.forEach(Round::print);
        double nothing = RelayBench.median(rounds, "nothing");
        System.out.printf(
                Locale.ROOT,
                "%n{\"chats\":%d,\"rate\":%d,\"processor_ratio_metrics\":%.3f,\"processor_ratio_metrics_traces\":%.3f}%n",
                PEOPLE,
                RATE,
                RelayBench.median(rounds, "metrics") / nothing,
                RelayBench.median(rounds, "and traces") / nothing);
    }
}
