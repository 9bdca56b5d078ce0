package dev.parley.bootstrap.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Case 60: people who ask, stop and come back, on three nodes, while whatever may break does, one thing or two at a time.
 * {@code -Dparley.faults.minutes} says for how long, {@code -Dparley.faults.seed} repeats what another run did.
 */
class ChaosFaults {

    private static final long MINUTES = Long.getLong("parley.faults.minutes", 10);
    private static final int PEOPLE = 6;
    private static final int STEPS_IN_ROUND = 6;

    private final Random random = new Random(FaultCase.SEED);

    private Cluster cluster;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void nothing_is_lost_whatever_breaks(@TempDir Path folder) throws Exception {
        System.out.printf("chaos for %d minutes, seed %d%n", MINUTES, FaultCase.SEED);
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        try (Cluster whole = Cluster.start(folder, node -> Map.of(), "node-a", "node-b", "node-c")) {
            cluster = whole;
            for (int round = 1; System.nanoTime() - end < 0; round++) {
                round(round);
            }
            cluster.awaitRest();
        }
    }

    /** People come, much breaks, all is mended, and everything must be well. */
    private void round(int number) throws IOException, InterruptedException {
        long seed = random.nextLong();
        try (Crowd crowd = new Crowd("chaos" + number, cluster, seed)) {
            for (int i = 0; i < PEOPLE; i++) {
                crowd.talk(cluster.toAny(seed + i), cluster.toAny(seed - i));
            }
            crowd.askAll(5, 5);
            for (int step = 0; step < STEPS_IN_ROUND; step++) {
                talk(crowd);
                breakSomething();
                if (random.nextInt(3) == 0) {
                    breakSomething();
                }
                pass(500 + random.nextInt(7_000));
                talk(crowd);
                pass(random.nextInt(1_000));
                cluster.mend();
                pass(random.nextInt(3_000));
            }
            crowd.conclude();
            System.out.printf("chaos: round %d is well; %s%n", number, crowd);
        }
    }

    private void talk(Crowd crowd) {
        for (Crowd.Talk talk : crowd.talks()) {
            switch (random.nextInt(6)) {
                case 0, 1 -> talk.ask(20 + random.nextInt(200), 5 + random.nextInt(30));
                case 2 -> talk.device(random.nextInt(2)).sendOnce("{\"type\":\"cancel\"}");
                case 3 -> talk.device(random.nextInt(2)).drop();
                default -> {}
            }
        }
    }

    private void breakSomething() throws IOException, InterruptedException {
        ClusterNode node = cluster.node(random.nextInt(cluster.nodes().size()));
        List<Fault> all = List.of(Fault.values());
        Fault fault = all.get(random.nextInt(all.size()));
        cluster.faults().note(fault + " " + node.name());
        fault.happen(cluster, node);
    }

    /** What breaks needs time to be felt: this is no wait for anything. */
    private static void pass(long millis) {
        LockSupport.parkNanos(MILLISECONDS.toNanos(millis));
    }
}
