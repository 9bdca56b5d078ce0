package dev.parley.adapter.llm;

import dev.parley.domain.reply.ModelFailure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls from a provider that fails often. What counts is whether it is alive: one that refuses a prompt or a key is.
 * Thread-safe.
 */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final CircuitBreaker circuit;
    private final LongSupplier nanoClock;
    private final Duration pause;
    private volatile long openedAt;

    Breaker(String provider, LlmProvidersConfig.Breaker config, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.pause = config.pause();
        this.circuit = CircuitBreaker.of(
                provider,
                CircuitBreakerConfig.custom()
                        .slidingWindow(config.calls(), (config.calls() + 1) / 2, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(config.failedPercent())
                        .waitDurationInOpenState(config.pause())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .writableStackTraceEnabled(false)
                        .clock(new NanoClock(nanoClock))
                        .currentTimestampFunction(clock -> nanoClock.getAsLong(), TimeUnit.NANOSECONDS)
                        .build());
        circuit.getEventPublisher().onStateTransition(this::changed);
    }

    /** Leave for one call; null if the provider is to be left alone. */
    @Nullable
    Trial admit() {
        return circuit.tryAcquirePermission() ? new Trial() : null;
    }

    /** Whether calls are kept away now. */
    boolean isOpen() {
        return circuit.getState() == CircuitBreaker.State.OPEN && left().isPositive();
    }

    /** Whether it was, and it is not known yet whether the provider is back. */
    boolean isOnTrial() {
        return circuit.getState() == CircuitBreaker.State.HALF_OPEN
                || (circuit.getState() == CircuitBreaker.State.OPEN && !left().isPositive());
    }

    /** How long it stays away, while {@link #isOpen()}. */
    Duration left() {
        return pause.minusNanos(nanoClock.getAsLong() - openedAt);
    }

    /** A call that had begun well broke off. */
    void brokeOff(ModelFailure failure) {
        count(failure);
    }

    private void count(ModelFailure failure) {
        switch (failure.kind()) {
            case TIMEOUT, UNAVAILABLE, OVERLOADED, BAD_RESPONSE ->
                circuit.onError(0, TimeUnit.NANOSECONDS, new Counted(failure));
            case REJECTED, CONTEXT_TOO_LONG -> circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    private void changed(CircuitBreakerOnStateTransitionEvent event) {
        switch (event.getStateTransition().getToState()) {
            case OPEN -> {
                openedAt = nanoClock.getAsLong();
                LOG.warn(
                        "The model provider {} fails too often and is not asked for {} ms",
                        circuit.getName(),
                        pause.toMillis());
            }
            case HALF_OPEN -> LOG.info("The model provider {} is tried again", circuit.getName());
            case CLOSED -> LOG.info("The model provider {} answers again", circuit.getName());
            case DISABLED, METRICS_ONLY, FORCED_OPEN ->
                throw new IllegalStateException("nobody asked for " + event.getStateTransition());
        }
    }

    /** What the library wants to be given, and writes to its log: without a trace of where it came from. */
    private static final class Counted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Counted(ModelFailure failure) {
            super(failure.kind() + ": " + failure.detail(), null, false, false);
        }
    }

    /** One call. Closing it without a judgement says nothing about the provider. For one thread. */
    final class Trial implements AutoCloseable {

        private boolean judged;

        private Trial() {}

        void wentWell() {
            judged = true;
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        }

        void failed(ModelFailure failure) {
            judged = true;
            count(failure);
        }

        @Override
        public void close() {
            if (!judged) {
                circuit.releasePermission();
            }
        }
    }
}
