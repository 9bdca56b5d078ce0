package dev.parley.application.usecase;

import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Whether it has to be said that somebody types: when it begins, once in a while as long as it goes on, and when it ends.
 * Of a session and its followers on this node. Thread-safe.
 */
final class TypingThrottle {

    /** Whoever goes on typing is told of again after this: twice before it would expire. */
    static final Duration AGAIN_AFTER = Duration.ofMillis(2_500);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoClock;
    private final Map<UserId, Long> saidAt = new HashMap<>();

    TypingThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Somebody here types, or does not any more. Says whether others must be told. */
    boolean isNews(UserId user, boolean isTyping) {
        lock.lock();
        try {
            return isTyping ? begins(user) : saidAt.remove(user) != null;
        } finally {
            lock.unlock();
        }
    }

    private boolean begins(UserId user) {
        long now = nanoClock.getAsLong();
        Long before = saidAt.get(user);
        if (before != null && now - before < AGAIN_AFTER.toNanos()) {
            return false;
        }
        saidAt.put(user, now);
        return true;
    }
}
