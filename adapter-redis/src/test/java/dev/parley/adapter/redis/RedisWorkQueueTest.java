package dev.parley.adapter.redis;

import dev.parley.application.contract.WorkQueueContract;
import dev.parley.application.port.out.WorkQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

class RedisWorkQueueTest extends WorkQueueContract {

    private final TestRedis redis = TestRedis.started();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private int capacity;

    @Override
    protected WorkQueue queue(int atLeast) {
        capacity = atLeast;
        return queueOfAnotherNode();
    }

    @Override
    protected WorkQueue queueOfAnotherNode() {
        var connections = new RedisConnections(redis.patient());
        open.push(connections);
        var queue = RedisWorkQueue.over(connections, capacity);
        open.push(queue);
        return queue;
    }

    @Override
    protected void loseBackend() {
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        redis.close();
    }
}
