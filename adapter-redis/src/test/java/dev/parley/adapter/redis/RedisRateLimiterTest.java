package dev.parley.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.RateLimiterContract;
import dev.parley.application.fake.TcpProxy;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.application.port.out.RateLimiter.Subject;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisRateLimiterTest extends RateLimiterContract {

    private static final RedisRatesConfig.Rate RATE = new RedisRatesConfig.Rate(PER_USER, PER_ADDRESS, PER_TENANT);
    private static final RedisRatesConfig RATES =
            new RedisRatesConfig(Map.of(Action.MESSAGE, RATE, Action.LOGIN, RATE));
    private static final Subject ADA = new Subject(new TenantId("acme"), new UserId("ada"), "10.0.0.1");

    private static TestRedis redis;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
    private RedisConnections connections;
    private Asker asker;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void openConnections() throws InterruptedException {
        connections = new RedisConnections(redis.config());
        asker = new Asker(connections, Duration.ofSeconds(30));
        connections.call(client -> client.flushAll());
    }

    @AfterEach
    void closeConnections() {
        asker.close();
        connections.close();
    }

    private RateLimiter limiter(Supplier<String> time) {
        return limiter(asker, time, (action, subject) -> {
            throw new AssertionError("Redis is there");
        });
    }

    private static RateLimiter limiter(Asker asker, Supplier<String> time, RateLimiter alone) {
        return new RedisRateLimiter(asker, RATES, UnaryOperator.identity(), alone, time);
    }

    @Override
    protected RateLimiter limiter() {
        return limiter(() -> now.toString());
    }

    @Override
    protected void pass(Duration time) {
        now.addAndGet(time.toNanos() / 1_000);
    }

    @Override
    protected long remembered() {
        return keys().size();
    }

    /** Who is let through takes from three buckets; who is not leaves nothing behind. */
    @Override
    protected long mayRemember() {
        return 3L * PER_TENANT * tenants();
    }

    @Override
    protected int many() {
        return 500;
    }

    private Set<String> keys() {
        try {
            return connections.call(client -> client.keys("parley:rate:*"));
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
    }

    @Test
    void several_nodes_let_through_no_more_than_one() throws Exception {
        try (var otherConnections = new RedisConnections(redis.config());
                var otherAsker = new Asker(otherConnections, Duration.ofSeconds(30));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<RateLimiter> nodes = List.of(
                    limiter(), limiter(otherAsker, () -> now.toString(), (action, subject) -> Optional.empty()));
            List<Future<Boolean>> asked = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                RateLimiter node = nodes.get(i % 2);
                asked.add(threads.submit(() -> node.take(Action.MESSAGE, ADA).isEmpty()));
            }

            int through = 0;
            for (Future<Boolean> one : asked) {
                through += one.get() ? 1 : 0;
            }
            assertThat(through).isEqualTo(PER_USER);
        }
    }

    @Test
    void redis_tells_the_time_and_forgets_what_is_full_again() throws Exception {
        RateLimiter limiter = limiter(RedisRateLimiter.REDIS_TIME);

        assertThat(limiter.take(Action.MESSAGE, ADA)).isEmpty();

        for (String key : keys()) {
            assertThat(connections.<Long>call(client -> client.pttl(key)))
                    .as(key)
                    .isBetween(1L, 60_000L);
        }
        assertThat(limiter.take(Action.MESSAGE, ADA)).isEmpty();
        assertThat(limiter.take(Action.MESSAGE, ADA)).isEmpty();
        assertThat(limiter.take(Action.MESSAGE, ADA).orElseThrow())
                .isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    @Test
    void all_buckets_of_a_request_are_in_one_slot_of_a_cluster() {
        assertThat(limiter().take(Action.MESSAGE, ADA)).isEmpty();

        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "parley:rate:{acme}:message:user:ada",
                        "parley:rate:{acme}:message:address:10.0.0.1",
                        "parley:rate:{acme}:message:tenant");
    }

    @Test
    void an_action_without_a_rate_asks_nobody() {
        assertThat(limiter().take(Action.GUEST, ADA)).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void while_redis_hangs_each_node_limits_alone_and_nobody_waits_twice() throws Exception {
        var alone = new AtomicInteger();
        try (var proxy = TcpProxy.to(redis.port());
                var hanging = new RedisConnections(TestRedis.config(proxy.port()));
                var impatient = new Asker(hanging, Duration.ofMillis(200));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RateLimiter limiter = limiter(impatient, RedisRateLimiter.REDIS_TIME, (action, subject) -> {
                alone.incrementAndGet();
                return Optional.of(Duration.ofSeconds(1));
            });
            await().until(() -> limiter.take(Action.LOGIN, ADA).isEmpty());
            alone.set(0);

            proxy.freeze();
            List<Future<Optional<Duration>>> asked = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                asked.add(threads.submit(() -> limiter.take(Action.MESSAGE, ADA)));
            }
            for (Future<Optional<Duration>> one : asked) {
                assertThat(one.get()).contains(Duration.ofSeconds(1));
            }
            assertThat(alone).hasValue(1_000);
            assertThat(impatient.answers()).isFalse();

            proxy.thaw();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> limiter.take(Action.MESSAGE, ADA).isEmpty());
        }
    }

    @Test
    void a_redis_that_takes_nothing_more_counts_as_away() throws Exception {
        try (var full = TestRedis.started();
                var toFull = new RedisConnections(full.config());
                var patient = new Asker(toFull, Duration.ofSeconds(30))) {
            RateLimiter limiter = limiter(
                    patient, RedisRateLimiter.REDIS_TIME, (action, subject) -> Optional.of(Duration.ofSeconds(7)));
            toFull.call(client -> client.configSet("maxmemory", "1"));

            assertThat(limiter.take(Action.MESSAGE, ADA)).contains(Duration.ofSeconds(7));
            assertThat(patient.answers()).isFalse();

            toFull.call(client -> client.configSet("maxmemory", "0"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> limiter.take(Action.MESSAGE, ADA).isEmpty());
            assertThat(patient.answers()).isTrue();
        }
    }
}
