package dev.parley.adapter.redis;

import dev.parley.application.port.out.RateLimiter;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Limits rates over all nodes. Whoever asks takes from all buckets that concern them in one go and by Redis' clock. While
 * Redis is away each node limits by itself.
 */
final class RedisRateLimiter implements RateLimiter {

    /** Lets Redis look at its own clock. */
    static final Supplier<String> REDIS_TIME = () -> "";

    private static final Script TAKE = Script.named("take");

    private final Asker asker;
    private final RedisRatesConfig rates;
    private final UnaryOperator<String> household;
    private final RateLimiter alone;
    private final Supplier<String> now;

    /**
     * A limiter.
     *
     * @param household makes one of addresses that count as one
     * @param alone limits this node while Redis is away
     * @param now the time in microseconds, or {@link #REDIS_TIME}
     */
    RedisRateLimiter(
            Asker asker,
            RedisRatesConfig rates,
            UnaryOperator<String> household,
            RateLimiter alone,
            Supplier<String> now) {
        this.asker = asker;
        this.rates = rates;
        this.household = household;
        this.alone = alone;
        this.now = now;
    }

    /** The buckets that concern somebody, and how many each gives within a minute. */
    private record Concerned(String prefix, List<String> keys, List<String> arguments) {

        void add(String whose, int perMinute) {
            if (perMinute > 0) {
                keys.add(prefix + whose);
                arguments.add(Integer.toString(perMinute));
            }
        }
    }

    /** Blocks no longer than Redis may take to answer. */
    @Override
    public Optional<Duration> take(Action action, Subject subject) {
        return told("take", action, subject, alone::take);
    }

    /** Blocks as {@link #take} does. */
    @Override
    public Optional<Duration> peek(Action action, Subject subject) {
        return told("peek", action, subject, alone::peek);
    }

    private Optional<Duration> told(
            String what, Action action, Subject subject, BiFunction<Action, Subject, Optional<Duration>> byItself) {
        Concerned concerned = concerned(what, action, subject);
        return concerned.keys().isEmpty()
                ? Optional.empty()
                : asker.ask(redis -> (Long) TAKE.run(redis, concerned.keys(), concerned.arguments()))
                        .map(RedisRateLimiter::toWait)
                        .orElseGet(() -> byItself.apply(action, subject));
    }

    private static Optional<Duration> toWait(long micros) {
        return micros == 0 ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** All buckets of a tenant are in one slot of a cluster, since the tenant's is among them. */
    private Concerned concerned(String what, Action action, Subject subject) {
        RedisRatesConfig.Rate rate = rates.of(action);
        String prefix =
                "parley:rate:{" + subject.tenant() + "}:" + action.name().toLowerCase(Locale.ROOT) + ":";
        var concerned = new Concerned(prefix, new ArrayList<>(), new ArrayList<>(List.of(now.get(), what)));
        String address = subject.address();
        if (address != null) {
            concerned.add("address:" + household.apply(address), rate.perAddress());
        }
        UserId user = subject.user();
        if (user != null) {
            concerned.add("user:" + user, rate.perUser());
        }
        concerned.add("tenant", rate.perTenant());
        return concerned;
    }
}
