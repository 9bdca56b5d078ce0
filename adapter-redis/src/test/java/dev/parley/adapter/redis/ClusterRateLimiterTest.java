package dev.parley.adapter.redis;

import dev.parley.application.contract.RateLimiterContract;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.Jedis;

class ClusterRateLimiterTest extends RateLimiterContract {

    private static final RedisRatesConfig.Rate RATE = new RedisRatesConfig.Rate(PER_USER, PER_ADDRESS, PER_TENANT);

    private final TestCluster cluster = TestCluster.shared();
    private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
    private RedisConnections connections;
    private Asker asker;

    @BeforeEach
    void openConnections() {
        cluster.atEach(Jedis::flushAll);
        connections = new RedisConnections(cluster.config());
        asker = new Asker(connections, Duration.ofSeconds(30));
    }

    @AfterEach
    void closeConnections() {
        asker.close();
        connections.close();
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
        var keys = new AtomicLong();
        cluster.atEach(redis -> keys.addAndGet(redis.keys("parley:rate:*").size()));
        return keys.get();
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
