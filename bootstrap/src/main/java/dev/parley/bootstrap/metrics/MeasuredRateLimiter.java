package dev.parley.bootstrap.metrics;

import dev.parley.application.port.out.RateLimiter;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The limits of another, whose refusals are counted. */
final class MeasuredRateLimiter implements RateLimiter {

    private final RateLimiter limiter;
    private final Each<Action, Counter> refused;

    MeasuredRateLimiter(RateLimiter limiter, Meters meters) {
        this.limiter = limiter;
        this.refused = Each.of(
                Stream.of(Action.values()),
                action -> meters.counter(
                        "limit.refusals", "What was refused because it came too soon.", "action", Labels.of(action)));
    }

    @Override
    public Optional<Duration> take(Action action, Subject subject) {
        Optional<Duration> wait = limiter.take(action, subject);
        if (wait.isPresent()) {
            refused.of(action).increment();
        }
        return wait;
    }

    @Override
    public Optional<Duration> peek(Action action, Subject subject) {
        return limiter.peek(action, subject);
    }
}
