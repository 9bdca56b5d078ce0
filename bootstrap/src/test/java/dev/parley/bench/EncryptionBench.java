package dev.parley.bench;

import dev.parley.bootstrap.TwoServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What sealing texts costs a whole server, per message with its reply: socket frames in and out, store, memory window, a
 * model over HTTP that writes as fast as models do. Two servers in one process, so that they are compiled alike, take turns
 * in short rounds, each pair in the other order than the one before; the memory windows are full. Clients and model are
 * other processes. Compared is the processor time of the servers' process. What the
 * other server does meanwhile, next to nothing, counts for both.
 */
public final class EncryptionBench {

    private static final int PEOPLE = Integer.getInteger("bench.chats", 100);
    private static final int PAIRS = Integer.getInteger("bench.pairs", 20);
    private static final int TOKENS = Integer.getInteger("bench.tokens", 150);
    private static final int RATE = 30;
    private static final int WINDOW = 10;
    private static final int WARM = 3;
    private static final Duration ARRIVALS = Duration.ofSeconds(1);
    private static final String QUESTION =
            "Please tell me what to pack for a week of walking in the hills, where it may rain"
                    + " and where it may not, in the order in which I shall need it. ";

    private EncryptionBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        int plainPort = ParleyServer.freePort();
        int sealingPort = ParleyServer.freePort();
        try (var model = new ChildJvm(PacedModel.class, Map.of(), List.of("-XX:+UseSerialGC"));
                var servers = new ChildJvm(
                        TwoServers.class,
                        environment(model.port()),
                        List.of(),
                        Files.createTempDirectory("parley-plain").toString(),
                        Integer.toString(plainPort),
                        Files.createTempDirectory("parley-sealing").toString(),
                        Integer.toString(sealingPort))) {
            servers.awaitLine(TwoServers.READY);
            try (var plain = new Side(servers, plainPort);
                    var sealing = new Side(servers, sealingPort)) {
                warm(plain, sealing);
                measure(plain, sealing);
            }
        }
    }

    private static Map<String, String> environment(int modelPort) {
        var environment = new HashMap<String, String>();
        for (String limited : List.of("MESSAGES", "CONNECTIONS", "GUESTS")) {
            environment.put("PARLEY_LIMITS_" + limited + "_PER_MINUTE_PER_ADDRESS", "0");
        }
        environment.put("PARLEY_LIMITS_MESSAGES_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_MINUTE_PER_USER", "0");
        environment.put("PARLEY_LIMITS_CONNECTIONS_PER_USER", Integer.toString(PEOPLE));
        environment.put("PARLEY_TITLES_GENERATED", "false");
        environment.put("PARLEY_LLM_BASE_URL", "http://127.0.0.1:" + modelPort + "/v1");
        environment.put("PARLEY_LLM_MODEL", "paced");
        environment.put("PARLEY_LOG_LEVEL", "warn");
        return environment;
    }

    /** Fills the memory windows, quickly, then does as in the rounds that count. */
    private static void warm(Side plain, Side sealing) throws Exception {
        for (int i = 0; i < WINDOW; i++) {
            plain.round(20 * RATE);
            sealing.round(20 * RATE);
        }
        for (int i = 0; i < WARM; i++) {
            plain.round(RATE);
            sealing.round(RATE);
        }
    }

    private static void measure(Side plain, Side sealing) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%d chats, each a question and a reply of %d tokens a round, %d tokens/s; processor in ms per message"
                        + " with its reply%n%n%9s %9s %7s%n",
                PEOPLE,
                TOKENS,
                RATE,
                "plain",
                "sealing",
                "ratio");
        List<Double> ratios = new ArrayList<>();
        double plainSum = 0;
        double sealingSum = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean plainFirst = pair % 2 == 0;
            double first = (plainFirst ? plain : sealing).round(RATE);
            double second = (plainFirst ? sealing : plain).round(RATE);
            double without = plainFirst ? first : second;
            double with = plainFirst ? second : first;
            plainSum += without;
            sealingSum += with;
            ratios.add(with / without);
            System.out.printf(Locale.ROOT, "%9.3f %9.3f %7.3f%n", without, with, with / without);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%n{\"messages\":%d,\"plain_ms\":%.3f,\"sealing_ms\":%.3f,\"ratio_of_sums\":%.3f,\"median_ratio\":%.3f,"
                        + "\"quartiles\":[%.3f,%.3f]}%n",
                2 * PAIRS * PEOPLE,
                plainSum / PAIRS,
                sealingSum / PAIRS,
                sealingSum / plainSum,
                ratios.get(PAIRS / 2),
                ratios.get(PAIRS / 4),
                ratios.get(3 * PAIRS / 4));
    }

    /** One of the servers, with a socket for each person, all of which stay open. */
    private static final class Side implements AutoCloseable {

        private final ChildJvm servers;
        private final List<Chats.Chat> chats = new ArrayList<>();

        Side(ChildJvm servers, int port) throws IOException, InterruptedException {
            this.servers = servers;
            var opening = Chats.over(new ParleySockets(port));
            for (int i = 0; i < PEOPLE; i++) {
                chats.add(opening.open(i));
            }
        }

        /** All say something within a second and hear the reply; gives the processor time of one in milliseconds. */
        double round(int rate) throws InterruptedException {
            var over = new CountDownLatch(PEOPLE);
            var failures = new AtomicLong();
            Duration before = servers.processorTime();
            long begin = System.nanoTime();
            for (int i = 0; i < PEOPLE; i++) {
                Chats.Chat chat = chats.get(i);
                long due = begin + i * (ARRIVALS.toNanos() / PEOPLE);
                Thread.ofVirtual().start(() -> {
                    try {
                        Chats.waitUntil(due);
                        chat.ask(QUESTION + "tokens=" + TOKENS + " rate=" + rate, new Deaf());
                    } catch (IOException e) {
                        failures.incrementAndGet();
                    } finally {
                        over.countDown();
                    }
                });
            }
            over.await();
            if (failures.get() > 0) {
                throw new IllegalStateException(failures.get() + " chats broke");
            }
            return servers.processorTime().minus(before).toNanos() / 1e6 / PEOPLE;
        }

        @Override
        public void close() throws IOException {
            for (Chats.Chat chat : chats) {
                chat.close();
            }
        }
    }

    /** How late anything comes is measured elsewhere. */
    private static final class Deaf implements Chats.Ear {

        @Override
        public void heard(String text) {}

        @Override
        public void acknowledged() {}
    }
}
