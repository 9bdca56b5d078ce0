package dev.parley.adapter.redis;

import dev.parley.application.contract.ReplyLogContract;
import dev.parley.application.port.out.ReplyLog;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;

class ClusterReplyLogTest extends ReplyLogContract {

    private final TestCluster cluster = TestCluster.shared();
    private TestNode node;

    /** The contract uses the same sessions again and again: what an earlier test left in Redis is not its own. */
    @Override
    protected ReplyLog log() {
        cluster.atEach(Jedis::flushAll);
        node = TestNode.of(cluster.config());
        return node.replies();
    }

    @AfterEach
    void closeNode() {
        node.close();
    }
}
