package dev.parley.adapter.redis;

import dev.parley.application.contract.EventBusContract;
import dev.parley.application.port.out.EventBus;
import org.junit.jupiter.api.AfterEach;

class ClusterEventBusTest extends EventBusContract {

    private final TestCluster cluster = TestCluster.shared();
    private final TestNode one = TestNode.of(cluster.config(0));
    private final TestNode other = TestNode.of(cluster.config(1));

    @Override
    protected EventBus openBus() {
        Wait.untilConnected(one, other);
        return one.bus();
    }

    @Override
    protected EventBus openBusOfAnotherNode() {
        return other.bus();
    }

    @Override
    protected void loseBackend() {
        cluster.stop();
    }

    @AfterEach
    void closeAll() {
        one.close();
        other.close();
        cluster.startAgain();
    }
}
