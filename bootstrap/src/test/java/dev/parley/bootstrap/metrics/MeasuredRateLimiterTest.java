package dev.parley.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.RateLimiterContract;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.application.port.out.RateLimiter.Subject;
import dev.parley.bootstrap.limits.BucketRateLimiter;
import dev.parley.bootstrap.limits.Rate;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuredRateLimiterTest extends RateLimiterContract {

    private static final int MOST = 500;

    private final AtomicLong now = new AtomicLong();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Rate rate = new Rate(PER_USER, PER_ADDRESS, PER_TENANT);
    private final BucketRateLimiter buckets =
            new BucketRateLimiter(Map.of(Action.MESSAGE, rate, Action.LOGIN, rate), MOST, now::get);
    private final MeasuredRateLimiter limiter = new MeasuredRateLimiter(buckets, new Meters(registry));

    @Override
    protected RateLimiter limiter() {
        return limiter;
    }

    @Override
    protected void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Override
    protected long remembered() {
        return buckets.remembered();
    }

    @Override
    protected long mayRemember() {
        return MOST;
    }

    @Test
    void refusals_are_counted_and_looks_are_not() {
        var ada = new Subject(TenantId.DEFAULT, new UserId("ada"), null);
        while (limiter.take(Action.MESSAGE, ada).isEmpty()) {
            assertThat(Figures.read(registry.scrape()).sum("parley_limit_refusals_total"))
                    .isZero();
        }
        assertThat(limiter.peek(Action.MESSAGE, ada)).isPresent();

        assertThat(Figures.read(registry.scrape()).sum("parley_limit_refusals_total", "action", "message"))
                .isEqualTo(1);
    }
}
