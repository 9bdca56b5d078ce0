package dev.parley.adapter.redis;

import dev.parley.application.contract.SessionCacheContract;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.SessionCache;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;

class ClusterSessionCacheTest extends SessionCacheContract {

    private final TestCluster cluster = TestCluster.shared();
    private final TestNode node = TestNode.of(cluster.config());
    private RedisSessionCache cache;

    /** The contract uses the same sessions again and again: what an earlier test left in Redis is not its own. */
    @Override
    protected SessionCache open() {
        cluster.atEach(Jedis::flushAll);
        cache = RedisSessionCache.over(node.connections(), node.asker(), PlainVault.INSTANCE, Duration.ofMinutes(5));
        return cache;
    }

    @Override
    protected void loseBackend() {
        cluster.stop();
    }

    @AfterEach
    void closeAll() {
        cache.close();
        node.close();
        cluster.startAgain();
    }
}
