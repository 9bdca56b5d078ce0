package dev.parley.adapter.redis;

import dev.parley.application.contract.PresenceContract;
import dev.parley.application.port.out.Presence;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;

class ClusterPresenceTest extends PresenceContract {

    private static final RedisPresence.Time OFTEN =
            new RedisPresence.Time(new PresenceKeeper.Pace(Duration.ofMillis(20), Duration.ZERO));

    private final TestCluster cluster = TestCluster.shared();
    private final TestNode one = TestNode.of(cluster.config(0));
    private final TestNode other = TestNode.of(cluster.config(1));

    @Override
    protected Presence open() {
        cluster.atEach(Jedis::flushAll);
        Wait.untilConnected(one, other);
        return one.presence(OFTEN);
    }

    @Override
    protected Presence openOnAnotherNode() {
        return other.presence(OFTEN);
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
