package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long one reply may still take to its first text, and in all, whoever is asked. */
final class Patience {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final LongSupplier nanoClock;
    private final long begunAt;
    private final Duration firstTextWithin;

    /** Begins now. */
    Patience(Duration firstTextWithin, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.begunAt = nanoClock.getAsLong();
        this.firstTextWithin = firstTextWithin;
    }

    boolean isOver() {
        return !left().isPositive();
    }

    /** To the first text. */
    Duration left() {
        return firstTextWithin.minus(gone());
    }

    /** Whether there is time for such a rest and something after it. */
    boolean allows(Duration rest) {
        return rest.compareTo(left()) < 0;
    }

    /** What a call that begins now has of these. */
    LlmConfig.Limits of(LlmConfig.Limits limits) {
        return new LlmConfig.Limits(
                least(limits.connect(), left()),
                least(limits.firstToken(), left()),
                limits.betweenTokens(),
                least(limits.total(), limits.total().minus(gone())),
                limits.lineBytes(),
                limits.bodyBytes());
    }

    String told() {
        return "no first text within " + firstTextWithin.toMillis() + " ms in all";
    }

    private Duration gone() {
        return Duration.ofNanos(nanoClock.getAsLong() - begunAt);
    }

    private static Duration least(Duration one, Duration other) {
        Duration less = one.compareTo(other) < 0 ? one : other;
        return less.compareTo(LEAST) < 0 ? LEAST : less;
    }
}
