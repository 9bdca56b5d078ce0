package dev.parley.bootstrap.faults;

import java.io.IOException;
import java.time.Duration;

/** What may happen to a cluster, or to one node of it. */
enum Fault {
    KILL((cluster, node) -> node.process().kill()),
    FREEZE((cluster, node) -> node.process().freeze()),
    TERMINATE((cluster, node) -> node.process().terminate()),
    RESET_CLIENTS((cluster, node) -> node.front().reset()),
    LOSE_CLIENTS((cluster, node) -> node.front().loseServer()),
    SILENCE_CLIENTS((cluster, node) -> node.front().freeze()),
    CUT_FROM_REDIS((cluster, node) -> node.redis().refuse()),
    SILENCE_REDIS((cluster, node) -> node.redis().freeze()),
    DEAF_TO_REDIS((cluster, node) -> node.redis().freezeTowardsClients()),
    BREAK_REDIS_IN_WORDS((cluster, node) -> node.redis().cutAfterBytesToServer(500)),
    SLOW_REDIS((cluster, node) -> node.redis().delay(Duration.ofMillis(100))),
    RESTART_REDIS((cluster, node) -> {
        cluster.redis().stop();
        cluster.redis().startAgain();
    }),
    STOP_REDIS((cluster, node) -> cluster.redis().stop()),
    HANG_REDIS((cluster, node) -> cluster.redis().freeze()),
    EMPTY_REDIS((cluster, node) -> {
        if (cluster.redis().answers()) {
            cluster.redis().empty();
        }
    }),
    FILL_REDIS((cluster, node) -> {
        if (cluster.redis().answers()) {
            cluster.redis().fill();
        }
    }),
    CUT_FROM_DATABASE((cluster, node) -> node.database().refuse()),
    SILENCE_DATABASE((cluster, node) -> node.database().freeze()),
    DEAF_TO_DATABASE((cluster, node) -> node.database().freezeTowardsClients()),
    RESET_DATABASE((cluster, node) -> node.database().reset()),
    SLOW_DATABASE((cluster, node) -> node.database().delay(Duration.ofMillis(20))),
    NO_DATABASE(
            (cluster, node) -> cluster.nodes().forEach(each -> each.database().refuse())),
    NO_ANSWER_OF_DATABASE(
            (cluster, node) -> cluster.nodes().forEach(each -> each.database().freeze())),
    RESET_MODEL((cluster, node) -> node.model().reset()),
    CUT_FROM_MODEL((cluster, node) -> node.model().refuse()),
    STALL_MODEL((cluster, node) -> node.model().freeze());

    @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
    private final Deed deed;

    Fault(Deed deed) {
        this.deed = deed;
    }

    private interface Deed {
        void toHappen(Cluster cluster, ClusterNode node) throws IOException, InterruptedException;
    }

    void happen(Cluster cluster, ClusterNode node) throws IOException, InterruptedException {
        deed.toHappen(cluster, node);
    }
}
