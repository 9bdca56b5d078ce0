package dev.parley.adapter.redis;

import dev.parley.application.contract.ReplyLogContract;
import dev.parley.application.port.out.ReplyLog;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisReplyLogTest extends ReplyLogContract {

    private static TestRedis redis;

    private TestNode node;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    /** The contract uses the same sessions again and again: what an earlier test left in Redis is not its own. */
    @Override
    protected ReplyLog log() {
        node = TestNode.of(redis.config());
        try {
            node.connections().call(client -> client.flushAll());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
        return node.replies();
    }

    @AfterEach
    void closeNode() {
        node.close();
    }
}
