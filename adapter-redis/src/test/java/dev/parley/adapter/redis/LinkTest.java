package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    private final CountDownLatch established = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean right = new AtomicBoolean(true);

    private Link linked(TestRedis redis, Heartbeat heartbeat) throws InterruptedException {
        var connection =
                new Connection(new HostAndPort("127.0.0.1", redis.port()), new Access(redis.config()).toServers());
        var link = new Link(connection, right::get, new Told(established), (channel, payload) -> {});
        Thread.ofVirtual().start(() -> {
            try {
                link.run(heartbeat);
            } catch (JedisException e) {
                ended.countDown();
            }
        });
        assertThat(established.await(60, TimeUnit.SECONDS)).isTrue();
        return link;
    }

    /** Nobody cuts it: the old place goes on answering, and what is said elsewhere is not heard there. */
    @Test
    void a_link_to_what_is_no_more_the_right_place_ends() throws Exception {
        try (TestRedis redis = TestRedis.started()) {
            linked(redis, HEARTBEAT);
            assertThat(ended.getCount()).isOne();

            right.set(false);

            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_link_lives_through_thousands_of_heartbeats() throws Exception {
        try (TestRedis redis = TestRedis.started();
                var connections = new RedisConnections(redis.config())) {
            Link link = linked(redis, new Heartbeat(Duration.ofNanos(1), Duration.ofMinutes(10)));

            await().atMost(Duration.ofSeconds(60)).until(() -> commands(connections) > 5_000 || ended.getCount() == 0);

            assertThat(ended.getCount()).isOne();
            link.cut();
        }
    }

    private static long commands(RedisConnections connections) throws InterruptedException {
        String name = "total_commands_processed:";
        return connections
                .call(redis -> redis.info("stats"))
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .sum();
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
