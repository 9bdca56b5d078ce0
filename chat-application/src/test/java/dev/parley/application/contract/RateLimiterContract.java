package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.application.port.out.RateLimiter.Subject;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every {@link RateLimiter} passes this suite. It is asked for one that lets through 3 messages of a user, 5 from an
 * address and 8 in a tenant at once, each again after a minute at most, and the same numbers of logins.
 */
public abstract class RateLimiterContract {

    protected static final int PER_USER = 3;
    protected static final int PER_ADDRESS = 5;
    protected static final int PER_TENANT = 8;

    private static final TenantId TENANT = new TenantId("acme");
    private static final TenantId OTHER_TENANT = new TenantId("umbrella");

    /** A limiter with those numbers that has seen nobody. Called once for each test. */
    protected abstract RateLimiter limiter();

    /** Lets time pass for it. */
    protected abstract void pass(Duration time);

    /** How much it remembers now. */
    protected abstract long remembered();

    /** How much it may remember, after {@link #many} asked in {@link #tenants} tenants. */
    protected abstract long mayRemember();

    /** How many subjects ask to fill its memory; fewer where asking takes long. */
    protected int many() {
        return 50_000;
    }

    /** Of how many tenants they are. */
    protected final int tenants() {
        return many() / 50;
    }

    @Test
    void g1_a_user_is_limited_wherever_it_comes_from() {
        RateLimiter limiter = limiter();

        assertThat(letThrough(limiter, 10, i -> subject(TENANT, "ada", "10.0.0." + i)))
                .isEqualTo(PER_USER);
    }

    @Test
    void g1_an_address_is_limited_whoever_comes_from_it() {
        RateLimiter limiter = limiter();

        assertThat(letThrough(limiter, 10, i -> subject(TENANT, "user-" + i, "10.0.0.1")))
                .isEqualTo(PER_ADDRESS);
        assertThat(letThrough(limiter, 1, i -> subject(TENANT, null, "10.0.0.1")))
                .isZero();
    }

    @Test
    void g1_a_tenant_is_limited_whoever_it_is() {
        RateLimiter limiter = limiter();

        assertThat(letThrough(limiter, 20, i -> subject(TENANT, "user-" + i, "10.0.0." + i)))
                .isEqualTo(PER_TENANT);
        assertThat(letThrough(limiter, 1, i -> subject(TENANT, null, null))).isZero();
    }

    @Test
    void g1_many_at_once_are_no_more() throws Exception {
        RateLimiter limiter = limiter();

        List<Boolean> answers = Race.of(
                16,
                runner -> limiter.take(Action.MESSAGE, subject(TENANT, "ada", "10.0.0." + runner))
                        .isEmpty());

        assertThat(answers.stream().filter(through -> through)).hasSize(PER_USER);
    }

    @Test
    void g2_who_is_refused_takes_nothing() {
        RateLimiter limiter = limiter();
        assertThat(letThrough(limiter, PER_USER, i -> subject(TENANT, "ada", "10.0.0.1")))
                .isEqualTo(PER_USER);

        assertThat(letThrough(limiter, 50, i -> subject(TENANT, "ada", "10.0.0.1")))
                .isZero();

        assertThat(letThrough(limiter, 10, i -> subject(TENANT, "user-" + i, "10.0.0.1")))
                .isEqualTo(PER_ADDRESS - PER_USER);
        assertThat(letThrough(limiter, 10, i -> subject(TENANT, "other-" + i, "10.0.1." + i)))
                .isEqualTo(PER_TENANT - PER_ADDRESS);
    }

    @Test
    void g3_the_wait_that_is_told_is_enough_and_needed() {
        RateLimiter limiter = limiter();
        Subject ada = subject(TENANT, "ada", "10.0.0.1");
        assertThat(letThrough(limiter, PER_USER, i -> ada)).isEqualTo(PER_USER);

        Duration wait = limiter.take(Action.MESSAGE, ada).orElseThrow();
        pass(wait.minusMillis(1));
        Duration rest = limiter.take(Action.MESSAGE, ada).orElseThrow();
        pass(rest);

        assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
        assertThat(limiter.take(Action.MESSAGE, ada)).isEmpty();
    }

    @Test
    void g3_the_longest_wait_of_all_is_told() {
        RateLimiter limiter = limiter();
        assertThat(letThrough(limiter, PER_ADDRESS, i -> subject(TENANT, "user-" + i, "10.0.0.1")))
                .isEqualTo(PER_ADDRESS);
        assertThat(letThrough(limiter, PER_USER, i -> subject(TENANT, "ada", "10.0.0.2")))
                .isEqualTo(PER_USER);

        Subject both = subject(TENANT, "ada", "10.0.0.1");
        pass(limiter.take(Action.MESSAGE, both).orElseThrow());

        assertThat(limiter.take(Action.MESSAGE, both)).isEmpty();
    }

    @Test
    void g4_actions_do_not_count_for_each_other() {
        RateLimiter limiter = limiter();
        Subject ada = subject(TENANT, "ada", "10.0.0.1");
        assertThat(letThrough(limiter, 10, i -> ada)).isEqualTo(PER_USER);

        assertThat(limiter.take(Action.LOGIN, ada)).isEmpty();
    }

    @Test
    void g4_a_user_of_one_tenant_is_nobody_in_another() {
        RateLimiter limiter = limiter();
        assertThat(letThrough(limiter, 10, i -> subject(TENANT, "ada", null))).isEqualTo(PER_USER);

        assertThat(letThrough(limiter, 10, i -> subject(OTHER_TENANT, "ada", null)))
                .isEqualTo(PER_USER);
    }

    @Test
    void g4_a_tenant_that_is_full_stops_no_other() {
        RateLimiter limiter = limiter();
        assertThat(letThrough(limiter, 20, i -> subject(TENANT, "user-" + i, null)))
                .isEqualTo(PER_TENANT);

        assertThat(limiter.take(Action.MESSAGE, subject(OTHER_TENANT, "eve", null)))
                .isEmpty();
    }

    @Test
    void g4_an_address_that_is_refused_in_one_tenant_is_not_in_another() {
        RateLimiter limiter = limiter();
        assertThat(letThrough(limiter, 10, i -> subject(TENANT, null, "10.0.0.1")))
                .isEqualTo(PER_ADDRESS);

        assertThat(letThrough(limiter, 10, i -> subject(OTHER_TENANT, null, "10.0.0.1")))
                .isEqualTo(PER_ADDRESS);
    }

    @Test
    void g5_many_subjects_fill_no_memory() {
        RateLimiter limiter = limiter();

        for (int i = 0; i < many(); i++) {
            var unused = limiter.take(
                    Action.MESSAGE,
                    subject(new TenantId("t" + i % tenants()), "user-" + i, (i >> 8) % 256 + ".0.0." + i % 256));
        }

        assertThat(remembered()).isBetween(1L, mayRemember());
    }

    @Test
    void g6_looking_tells_the_same_and_takes_nothing() {
        RateLimiter limiter = limiter();
        Subject ada = subject(TENANT, "ada", "10.0.0.1");
        for (int i = 0; i < 50; i++) {
            assertThat(limiter.peek(Action.MESSAGE, ada)).isEmpty();
        }

        assertThat(letThrough(limiter, 10, i -> ada)).isEqualTo(PER_USER);

        Duration wait = limiter.peek(Action.MESSAGE, ada).orElseThrow();
        assertThat(limiter.take(Action.MESSAGE, ada)).contains(wait);
        assertThat(limiter.peek(Action.MESSAGE, subject(TENANT, "eve", "10.0.0.2")))
                .isEmpty();
        pass(wait);
        assertThat(limiter.peek(Action.MESSAGE, ada)).isEmpty();
        assertThat(limiter.take(Action.MESSAGE, ada)).isEmpty();
    }

    private static long letThrough(RateLimiter limiter, int times, IntFunction<Subject> subject) {
        return IntStream.range(0, times)
                .mapToObj(subject)
                .filter(each -> limiter.take(Action.MESSAGE, each).isEmpty())
                .count();
    }

    private static Subject subject(TenantId tenant, @Nullable String user, @Nullable String address) {
        return new Subject(tenant, user == null ? null : new UserId(user), address);
    }
}
