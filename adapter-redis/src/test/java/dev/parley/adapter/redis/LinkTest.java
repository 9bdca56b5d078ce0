package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

class LinkTest {

    private static final Heartbeat HEARTBEAT = new Heartbeat(Duration.ofMillis(20), Duration.ofMinutes(10));

    /** Nobody cuts it: the old place goes on answering, and what is said elsewhere is not heard there. */
    @Test
    void a_link_to_what_is_no_more_the_right_place_ends() throws Exception {
        var established = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var right = new AtomicBoolean(true);
        try (TestRedis redis = TestRedis.started();
                var connection = new Connection(new HostAndPort("127.0.0.1", redis.port()))) {
            var link = new Link(connection, right::get, new Told(established), (channel, payload) -> {});
            Thread.ofVirtual().start(() -> {
                try {
                    link.run(HEARTBEAT);
                } catch (JedisException e) {
                    ended.countDown();
                }
            });
            assertThat(established.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.getCount()).isOne();

            right.set(false);

            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private record Told(CountDownLatch established) implements Link.Observer {

        @Override
        public void onEstablished(Link link) {
            established.countDown();
        }

        @Override
        public void onHeard(String channel) {}
    }
}
