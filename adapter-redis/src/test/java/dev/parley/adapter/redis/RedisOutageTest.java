package dev.parley.adapter.redis;

import static dev.parley.adapter.redis.Samples.aKey;
import static dev.parley.adapter.redis.Samples.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.fake.TcpProxy;
import dev.parley.application.port.out.SessionKey;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis that goes, hangs, and comes back. */
class RedisOutageTest {

    private static final int FAR_TOO_MANY = 3 * Publisher.CAPACITY;

    private TestRedis redis;

    @BeforeEach
    void startRedis() {
        redis = TestRedis.started();
    }

    @AfterEach
    void stopRedis() throws IOException {
        redis.close();
    }

    @Test
    void nodes_find_each_other_again_after_a_restart() throws Exception {
        SessionKey key = aKey();
        try (TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            one.listen(key);
            other.listen(key);

            redis.stop();
            one.announce(renamed(key, 1));
            assertThat(one.next()).as("own listeners do without Redis").isEqualTo(renamed(key, 1));
            redis.startAgain();
            Wait.untilConnected(one, other);

            one.announce(renamed(key, 2));
            assertThat(one.next()).isEqualTo(renamed(key, 2));
            assertThat(other.next()).isEqualTo(renamed(key, 2));
        }
    }

    @Test
    void a_node_may_start_before_redis_does() throws Exception {
        SessionKey key = aKey();
        redis.stop();
        try (TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config())) {
            one.listen(key);
            one.announce(renamed(key, 1));
            assertThat(one.next()).isEqualTo(renamed(key, 1));

            redis.startAgain();
            Wait.untilConnected(one, other);

            other.announce(renamed(key, 2));
            assertThat(one.next()).isEqualTo(renamed(key, 2));
        }
    }

    @Test
    void announcing_goes_on_while_redis_hangs() throws Exception {
        SessionKey key = aKey();
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode one = TestNode.quick(TestRedis.config(proxy.port()));
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            one.listen(key);

            proxy.freeze();
            for (int seq = 1; seq <= FAR_TOO_MANY; seq++) {
                one.announce(renamed(aKey(), seq));
            }
            one.announce(renamed(key, 1));
            assertThat(one.next()).isEqualTo(renamed(key, 1));

            proxy.thaw();
            Wait.untilConnected(one, other);
        }
    }

    @Test
    void a_connection_that_hangs_is_given_up_and_made_anew() throws Exception {
        SessionKey key = aKey();
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode one = TestNode.quick(TestRedis.config(proxy.port()));
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            one.listen(key);
            long connections = proxy.connections();

            proxy.freeze();

            await().atMost(Duration.ofSeconds(60)).until(() -> proxy.connections() > connections);
            proxy.thaw();
            Wait.untilHeard(one, other, renamed(key, 1));
        }
    }

    @Test
    void connections_that_are_dropped_in_silence_are_replaced() throws Exception {
        SessionKey key = aKey();
        try (TcpProxy proxy = TcpProxy.to(redis.port());
                TestNode one = TestNode.quick(TestRedis.config(proxy.port()));
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            other.listen(key);

            proxy.cut();
            one.announce(renamed(key, 1));

            assertThat(other.next())
                    .as("the dead pooled connection was not used")
                    .isEqualTo(renamed(key, 1));
        }
    }

    @Test
    void health_tells_the_truth() throws Exception {
        try (RedisAdapter adapter = RedisAdapter.open(redis.config())) {
            await().atMost(Duration.ofSeconds(60)).until(adapter::answers);
            redis.stop();
            assertThat(adapter.answers()).isFalse();
            redis.startAgain();
            await().atMost(Duration.ofSeconds(60)).until(adapter::answers);
        }
    }

    @Test
    void a_closed_bus_says_and_hears_nothing() throws Exception {
        SessionKey key = aKey();
        try (TestNode one = TestNode.of(redis.config());
                TestNode other = TestNode.of(redis.config())) {
            Wait.untilConnected(one, other);
            other.listen(key);
            one.listen(key);

            one.bus().close();
            one.bus().close();
            one.announce(renamed(key, 1));
            other.announce(renamed(key, 2));

            assertThat(other.next()).isEqualTo(renamed(key, 2));
            assertThat(one.heard()).isEmpty();
        }
    }
}
