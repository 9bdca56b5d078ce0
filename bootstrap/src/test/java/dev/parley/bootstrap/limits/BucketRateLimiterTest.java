package dev.parley.bootstrap.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.contract.RateLimiterContract;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.application.port.out.RateLimiter.Subject;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketRateLimiterTest extends RateLimiterContract {

    private static final int MOST = 500;

    private final AtomicLong now = new AtomicLong();
    private final Rate rate = new Rate(PER_USER, PER_ADDRESS, PER_TENANT);
    private final BucketRateLimiter limiter =
            new BucketRateLimiter(Map.of(Action.MESSAGE, rate, Action.LOGIN, rate), MOST, now::get);

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
        return limiter.remembered();
    }

    @Override
    protected long mayRemember() {
        return MOST;
    }

    @Test
    void an_action_without_a_rate_is_not_limited() {
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.take(Action.GUEST, from("10.0.0.1"))).isEmpty();
        }
        assertThat(limiter.remembered()).isZero();
    }

    @Test
    void what_is_full_again_is_forgotten() {
        for (int i = 0; i < 50; i++) {
            assertThat(limiter.take(Action.MESSAGE, new Subject(new TenantId("t" + i), null, null)))
                    .isEmpty();
        }
        pass(Duration.ofMinutes(1));
        for (int i = 0; i < 20; i++) {
            var unused = limiter.take(Action.MESSAGE, new Subject(TenantId.DEFAULT, null, null));
        }

        assertThat(limiter.remembered()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1,       2001:db8:1:2:ffff::9, true",
        "2001:DB8:1:2:0:0:0:1,  2001:db8:1:2::1,      true",
        "2001:db8:1:2::1%eth0,  2001:db8:1:2::1,      true",
        "::ffff:10.0.0.1,       10.0.0.1,             true",
        "2001:db8:1:2::1,       2001:db8:1:3::1,      false",
        "10.0.0.1,              10.0.0.2,             false",
        "unknown,               10.0.0.1,             false"
    })
    void of_ipv6_a_household_counts_as_one_address(String one, String other, boolean same) {
        assertThat(NetworkAddress.of(one).equals(NetworkAddress.of(other))).isEqualTo(same);
    }

    @Test
    void a_long_address_is_remembered_shortly() {
        assertThat(NetworkAddress.of("x".repeat(10_000))).hasSize(64);
        assertThat(NetworkAddress.of("a:".repeat(5_000))).hasSize(64);
        assertThat(NetworkAddress.of("a".repeat(10_000) + "%1")).hasSize(64);
    }

    /** What would take hours if all of it were looked at. */
    @Test
    void an_endless_address_is_not_looked_at_whole() {
        assertThat(NetworkAddress.of("::".repeat(5_000_000) + "g")).hasSize(64);
    }

    private static Subject from(String address) {
        return new Subject(TenantId.DEFAULT, null, address);
    }
}
