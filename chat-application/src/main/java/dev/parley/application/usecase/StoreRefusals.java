package dev.parley.application.usecase;

import dev.parley.domain.message.MessageId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the store refused, and when each is due to be tried again: at ever longer distances, so that a store that
 * refuses everything is not asked all the time.
 */
final class StoreRefusals {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE = 64;

    private final LongSupplier nanoClock;
    private final Map<MessageId, Refusals> messages = new ConcurrentHashMap<>();

    /** How often the store refused, and until when it is left in peace. */
    private record Refusals(int times, long until) {}

    StoreRefusals(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** The store refused a message once more. Gives how often that was. */
    int refused(MessageId message) {
        return messages.compute(message, (same, before) -> next(before)).times();
    }

    private Refusals next(@Nullable Refusals before) {
        int times = before == null ? 1 : before.times() + 1;
        long pause = Math.min(1L << Math.min(times - 1, 30), LONGEST_PAUSE);
        return new Refusals(
                times, nanoClock.getAsLong() + FIRST_PAUSE.multipliedBy(pause).toNanos());
    }

    /** The message is no concern of ours any more. */
    void forget(MessageId message) {
        messages.remove(message);
    }

    boolean has(MessageId message) {
        return messages.containsKey(message);
    }

    /** Whether a message must not be tried yet. */
    boolean mustWait(MessageId message) {
        Refusals refusals = messages.get(message);
        return refusals != null && nanoClock.getAsLong() - refusals.until() < 0;
    }
}
