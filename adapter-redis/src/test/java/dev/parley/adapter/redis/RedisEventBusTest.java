package dev.parley.adapter.redis;

import dev.parley.application.contract.EventBusContract;
import dev.parley.application.port.out.EventBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;

class RedisEventBusTest extends EventBusContract {

    private final TestRedis redis = TestRedis.started();
    private final TestNode one = TestNode.of(redis.config());
    private final TestNode other = TestNode.of(redis.config());

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
        try {
            redis.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        one.close();
        other.close();
        redis.close();
    }
}
