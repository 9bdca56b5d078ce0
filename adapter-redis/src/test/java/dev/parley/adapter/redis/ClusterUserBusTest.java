package dev.parley.adapter.redis;

import dev.parley.application.contract.UserBusContract;
import dev.parley.application.port.out.UserBus;
import org.junit.jupiter.api.AfterEach;

class ClusterUserBusTest extends UserBusContract {

    private final TestCluster cluster = TestCluster.shared();
    private final TestNode one = TestNode.of(cluster.config(0));
    private final TestNode other = TestNode.of(cluster.config(1));

    @Override
    protected UserBus openBus() {
        Wait.untilConnected(one, other);
        return one.userBus();
    }

    @Override
    protected UserBus openBusOfAnotherNode() {
        return other.userBus();
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
