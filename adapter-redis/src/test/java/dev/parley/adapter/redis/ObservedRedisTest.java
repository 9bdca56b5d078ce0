package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisException;

/** What an observer hears of calls of Redis. */
class ObservedRedisTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private void hear(boolean together, boolean answered, long nanos) {
        assertThat(nanos).isNotNegative();
        heard.add((together ? "batch " : "one ") + (answered ? "answered" : "failed"));
    }

    @Test
    void answers_and_failures_are_told_apart() throws Exception {
        try (var redis = TestRedis.started();
                var connections = new RedisConnections(redis.config(), this::hear)) {
            connections.call(client -> client.get("nothing"));
            assertThat(heard).containsExactly("one answered");
            redis.stop();

            assertThatExceptionOfType(JedisException.class)
                    .isThrownBy(() -> connections.call(client -> client.get("nothing")));

            assertThat(heard).containsExactly("one answered", "one failed");
        }
    }

    @Test
    void what_is_asked_in_one_go_is_told_as_one() throws Exception {
        try (var redis = TestRedis.started();
                var connections = new RedisConnections(redis.config(), this::hear)) {
            connections.callTogether(batch -> {
                batch.publish("a", "1");
                batch.publish("a", "2");
                batch.send();
                return true;
            });

            assertThat(heard).containsExactly("batch answered");
        }
    }
}
