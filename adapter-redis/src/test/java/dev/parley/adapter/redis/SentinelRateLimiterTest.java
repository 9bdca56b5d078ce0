package dev.parley.adapter.redis;

import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.RateLimiterContract;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** All on connections that were made before the master failed. */
class SentinelRateLimiterTest extends RateLimiterContract {

    private static final RedisRatesConfig.Rate RATE = new RedisRatesConfig.Rate(PER_USER, PER_ADDRESS, PER_TENANT);

    private static TestSentinels sentinels;
    private static RedisConnections connections;
    private static Asker asker;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);

    @BeforeAll
    static void failOver() throws IOException {
        sentinels = TestSentinels.started();
        connections = new RedisConnections(sentinels.config());
        asker = new Asker(connections, Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(60)).until(asker::answers);
        sentinels.server(sentinels.master()).stop();
        sentinels.failOver();
        await().atMost(Duration.ofSeconds(60)).until(asker::answers);
    }

    @AfterAll
    static void stop() throws IOException {
        asker.close();
        connections.close();
        sentinels.close();
    }

    @BeforeEach
    void forget() throws InterruptedException {
        connections.call(client -> client.flushAll());
    }

    @Override
    protected RateLimiter limiter() {
        var rates = new RedisRatesConfig(Map.of(Action.MESSAGE, RATE, Action.LOGIN, RATE));
        return new RedisRateLimiter(
                asker,
                rates,
                UnaryOperator.identity(),
                (action, subject) -> {
                    throw new AssertionError("Redis is there");
                },
                now::toString);
    }

    @Override
    protected void pass(Duration time) {
        now.addAndGet(time.toNanos() / 1_000);
    }

    @Override
    protected long remembered() {
        try {
            return connections.call(client -> client.keys("parley:rate:*")).size();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a test", e);
        }
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
}
