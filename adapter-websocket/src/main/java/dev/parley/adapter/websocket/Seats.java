package dev.parley.adapter.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections in all, by address and by user. A place is taken before the work of an upgrade begins and given
 * back exactly once, whatever becomes of it. Thread-safe.
 */
final class Seats {

    private final WebSocketConfig.Limits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<Object, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<Object, Integer> byUser = new ConcurrentHashMap<>();

    Seats(WebSocketConfig.Limits limits) {
        this.limits = limits;
    }

    /** Gives back what was taken. Idempotent. */
    interface Seat {

        void leave();
    }

    /** What came of asking for a place. */
    sealed interface Claim {

        /** Here it is. */
        record Taken(Seat seat) implements Claim {}

        /** There is none. */
        record Full(Turnaway turnaway) implements Claim {}
    }

    /** Takes a place on this node, for an address; those of two tenants do not count for each other. */
    Claim take(Object address) {
        if (all.incrementAndGet() > limits.perNode()) {
            all.decrementAndGet();
            return new Claim.Full(Turnaway.unavailable("this server holds as many connections as it may"));
        }
        if (!increment(byAddress, address, limits.perAddress())) {
            all.decrementAndGet();
            return new Claim.Full(manyOfAddress());
        }
        return new Claim.Taken(once(() -> {
            decrement(byAddress, address);
            all.decrementAndGet();
        }));
    }

    /** Takes a user's place as well; what was taken before is given back if there is none. */
    Claim takeFor(Object user, Seat before) {
        if (!increment(byUser, user, limits.perUser())) {
            before.leave();
            return new Claim.Full(manyOfUser());
        }
        return new Claim.Taken(once(() -> {
            decrement(byUser, user);
            before.leave();
        }));
    }

    /**
     * Why one more would have no place; null if it would. Takes none. That this node is full counts for nothing: there may
     * be others.
     *
     * @param address null if it is not known
     */
    @Nullable
    Turnaway lacking(@Nullable Object address, Object user) {
        if (address != null && byAddress.getOrDefault(address, 0) >= limits.perAddress()) {
            return manyOfAddress();
        }
        return byUser.getOrDefault(user, 0) >= limits.perUser() ? manyOfUser() : null;
    }

    private static Turnaway manyOfAddress() {
        return Turnaway.tooMany("too many connections from this address");
    }

    private static Turnaway manyOfUser() {
        return Turnaway.tooMany("too many connections of this user");
    }

    int taken() {
        return all.get();
    }

    private static Seat once(Runnable leave) {
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (!left.getAndSet(true)) {
                leave.run();
            }
        };
    }

    private static <K> boolean increment(Map<K, Integer> counts, K key, int limit) {
        boolean within = counts.merge(key, 1, Integer::sum) <= limit;
        if (!within) {
            decrement(counts, key);
        }
        return within;
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
