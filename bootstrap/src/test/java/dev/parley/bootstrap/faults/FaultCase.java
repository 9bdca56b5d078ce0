package dev.parley.bootstrap.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One cluster for all cases of a class, and a crowd for each. What one case broke is mended before the next begins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultCase {

    /** Chance for all of a run; {@code -Dparley.faults.seed} repeats one. */
    static final long SEED = Long.getLong("parley.faults.seed", System.nanoTime());

    private Cluster cluster;
    private Crowd crowd;
    private int cases;

    /** How many nodes there are: a, b, c. */
    abstract int nodes();

    @BeforeAll
    void startCluster(@TempDir Path folder) {
        cluster = Cluster.start(
                folder,
                node -> settings(folder, node),
                Arrays.copyOf(new String[] {"node-a", "node-b", "node-c"}, nodes()));
    }

    /** What one node is configured with beyond what all are. */
    Map<String, String> settings(Path folder, String node) {
        return Map.of();
    }

    @AfterAll
    void stopCluster() throws IOException {
        if (cluster != null) {
            try (Cluster resting = cluster) {
                resting.awaitRest();
            }
        }
    }

    @BeforeEach
    void gather(TestInfo test) {
        cases++;
        System.out.printf("case %s, seed %s%n", test.getDisplayName(), SEED);
        cluster.faults().note("case " + test.getDisplayName());
        crowd = new Crowd(getClass().getSimpleName().toLowerCase(Locale.ROOT) + cases, cluster, SEED);
    }

    @AfterEach
    void mend() throws Exception {
        crowd.close();
        cluster.heal();
    }

    Cluster cluster() {
        return cluster;
    }

    Crowd crowd() {
        return crowd;
    }

    Random random() {
        return new Random(SEED + cases);
    }

    /** Says what is done now, for people who read a failure; gives when. */
    long doing(String what) {
        cluster.faults().note(what);
        return System.nanoTime();
    }

    static Predicate<JsonNode> type(String type) {
        return frame -> frame.path("type").asText().equals(type);
    }

    /** Says that a message was not taken, and when to try again. */
    static Predicate<JsonNode> isRefusalOf(String cmid) {
        return frame -> frame.path("type").asText().equals("error")
                && frame.path("client_message_id").asText().equals(cmid)
                && frame.path("retry_after_ms").isNumber();
    }

    /** The first sign of an attempt that is not the first. */
    static boolean isTakenOver(JsonNode frame) {
        return frame.path("attempt").asInt() > 1;
    }
}
