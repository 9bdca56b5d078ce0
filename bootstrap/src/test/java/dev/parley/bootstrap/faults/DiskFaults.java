package dev.parley.bootstrap.faults;

import dev.parley.bootstrap.faults.Crowd.Talk;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Case 22 where the database is a file of the node itself: neither that nor the journal can be written. */
class DiskFaults extends FaultCase {

    private static final int SOME = 60;

    @Override
    int nodes() {
        return 1;
    }

    @Override
    Map<String, String> settings(Path folder, String node) {
        return Map.of(
                "PARLEY_DB_URL",
                "jdbc:h2:async:" + folder.resolve("own").resolve("parley"),
                "PARLEY_DB_USER",
                "parley");
    }

    @Test
    void a_full_disk_acknowledges_nothing_and_loses_nothing() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(0), cluster().to(0));
        }
        crowd().askAll(3, 1);
        crowd().askAllAndRead(200, 20, SOME);

        doing("the disk is full");
        cluster().node(0).process().fillDisk();
        for (Talk talk : crowd().talks()) {
            String refused = talk.ask(5, 1);
            talk.until("a refusal of " + refused, () -> talk.device(0).hasHeard(isRefusalOf(refused)));
        }
        doing("it has room again");
        cluster().node(0).process().emptyDisk();

        crowd().awaitOver();
        crowd().conclude();
    }

    @Test
    void a_node_whose_disk_is_full_can_be_started_anew() throws Exception {
        for (int i = 0; i < 4; i++) {
            crowd().talk(cluster().to(0), cluster().to(0));
        }
        crowd().askAllAndRead(200, 20, SOME);

        doing("the disk is full");
        cluster().node(0).process().fillDisk();
        crowd().talks().forEach(talk -> talk.ask(5, 1));
        doing("kill -9, and room again");
        cluster().node(0).process().kill();

        crowd().conclude();
    }
}
