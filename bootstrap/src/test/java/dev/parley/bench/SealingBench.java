package dev.parley.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.ChatEngine;
import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.FixedReply;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.session.SessionId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * What sealing texts costs: two engines in one process, over a database each, that differ in nothing but the vault. They
 * take turns in many short rounds, each pair in the other order than the one before. What is compared is the processor time
 * of the whole process for a message with its reply: accept, claim, memory window, reply, end. There are no sockets, no
 * HTTP and no model, which cost the same either way: the difference weighs more than on a whole server, which {@link
 * EncryptionBench} measures.
 */
public final class SealingBench {

    private static final int MESSAGES = Integer.getInteger("bench.round", 200);
    private static final int PAIRS = Integer.getInteger("bench.pairs", 20);
    private static final int WARM = 6;
    private static final int WORDS = 120;
    private static final int SESSION = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private SealingBench() {}

    /** Prints a table and a line of JSON. */
    public static void main(String[] args) throws Exception {
        try (var plain = new Side(PlainVault::over);
                var sealed = new Side(SealingBench::sealing)) {
            for (int i = 0; i < WARM; i++) {
                plain.round();
                sealed.round();
            }
            measure(plain, sealed);
        }
    }

    private static Vault sealing(DataKeys keys) {
        var masters = new MasterKeys(List.of("a key for measurements, 32 bytes".getBytes(US_ASCII)));
        return EnvelopeVault.open(keys, masters, RANDOM, InstantSource.system());
    }

    private static void measure(Side plain, Side sealed) throws InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%d messages a round, replies of %d words; processor in ms per message with its reply%n%n%9s %9s %7s%n",
                MESSAGES,
                WORDS,
                "plain",
                "sealed",
                "ratio");
        List<Double> ratios = new ArrayList<>();
        double plainSum = 0;
        double sealedSum = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean plainFirst = pair % 2 == 0;
            double first = (plainFirst ? plain : sealed).round();
            double second = (plainFirst ? sealed : plain).round();
            double without = plainFirst ? first : second;
            double with = plainFirst ? second : first;
            plainSum += without;
            sealedSum += with;
            ratios.add(with / without);
            System.out.printf(Locale.ROOT, "%9.3f %9.3f %7.3f%n", without, with, with / without);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%n{\"messages\":%d,\"plain_ms\":%.3f,\"sealed_ms\":%.3f,\"ratio_of_sums\":%.3f,\"median_ratio\":%.3f,"
                        + "\"quartiles\":[%.3f,%.3f]}%n",
                2 * PAIRS * MESSAGES,
                plainSum / PAIRS,
                sealedSum / PAIRS,
                sealedSum / plainSum,
                ratios.get(PAIRS / 2),
                ratios.get(PAIRS / 4),
                ratios.get(3 * PAIRS / 4));
    }

    /** An engine with a database of its own. */
    private static final class Side implements AutoCloseable {

        private final Principal ada = Principal.user("ada");
        private final MssqlAdapter store;
        private final ChatEngine engine;
        private int said;
        private SessionId session;

        Side(Function<DataKeys, Vault> vault) throws Exception {
            this.store = MssqlAdapter.open(MssqlConfig.embedded(Files.createTempDirectory("parley-bench")), vault);
            this.engine = ChatEngine.builder()
                    .store(store.sessions(), store.conversations(), store.replies(), store.leases())
                    .model("fixed", prompt -> FixedReply.of(text(said, WORDS)))
                    .start();
            this.session = engine.createSession(ada);
        }

        /** Gives the processor time for one message in milliseconds. */
        double round() throws InterruptedException {
            long begun = PROCESS.getProcessCpuTime();
            for (int i = 0; i < MESSAGES; i++) {
                say();
            }
            return (PROCESS.getProcessCpuTime() - begun) / 1e6 / MESSAGES;
        }

        private void say() throws InterruptedException {
            if (said++ % SESSION == 0) {
                session = engine.createSession(ada);
            }
            try (var feed = engine.follow(ada, session)) {
                var receipt = engine.send(ada, session, text(said, 20));
                FeedItem item = feed.next(PATIENCE);
                while (item != null && !(item instanceof FeedItem.ReplyEnded)) {
                    item = feed.next(PATIENCE);
                }
                if (item == null) {
                    throw new IllegalStateException("no reply to " + receipt.messageId());
                }
            }
        }

        /** Words that are always the same for a number. */
        private static String text(int number, int words) {
            var random = new Random(number);
            var text = new StringBuilder();
            for (int i = 0; i < words; i++) {
                text.append(Integer.toString(random.nextInt(1_000_000), Character.MAX_RADIX))
                        .append(' ');
            }
            return text.toString();
        }

        @Override
        public void close() {
            engine.close();
            store.close();
        }
    }
}
