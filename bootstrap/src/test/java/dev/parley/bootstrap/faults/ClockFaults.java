package dev.parley.bootstrap.faults;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Case 24: node-a is two minutes late, node-b two minutes early. Guests get their tokens from node-a; those of node-b would
 * be from the future everywhere else.
 */
class ClockFaults extends FaultCase {

    private static final int SOME = 60;

    @Override
    int nodes() {
        return 3;
    }

    @Override
    Map<String, String> settings(Path folder, String node) {
        return switch (node) {
            case "node-a" -> clockOff("PT-2M");
            case "node-b" -> clockOff("PT2M");
            default -> Map.of();
        };
    }

    private static Map<String, String> clockOff(String duration) {
        return Map.of("JAVA_TOOL_OPTIONS", "-Dparley.clockOffset=" + duration);
    }

    /** Longer than a lease, so that whoever measured leases by its own clock would take every reply away from its writer. */
    @Test
    void nodes_that_disagree_about_the_time_leave_each_other_their_replies() throws Exception {
        for (int i = 0; i < 6; i++) {
            crowd().talk(cluster().to(i % 3), cluster().toAny(SEED + i));
        }
        crowd().askAll(5, 1);
        crowd().askAll(500, 20);

        crowd().awaitOver();
        crowd().concludeComplete();
    }

    @Test
    void a_node_that_is_killed_is_replaced_whatever_the_others_clocks_say() throws Exception {
        for (int i = 0; i < 6; i++) {
            crowd().talk(cluster().first(i % 3, SEED + i), cluster().toAny(SEED - i));
        }
        crowd().askAllAndRead(300, 20, SOME);

        for (int node = 0; node < 2; node++) {
            long killed = doing("kill -9 " + cluster().node(node).name());
            cluster().node(node).process().kill();
            crowd().awaitOver();
            crowd().tellTime("next text after kill -9, clocks off", killed, FaultCase::isTakenOver);
            cluster().heal();
            crowd().askAllAndRead(300, 20, SOME);
        }

        crowd().awaitOver();
        crowd().concludeComplete();
    }
}
