package dev.parley.application.usecase;

import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The hubs of all users who are followed on this node: made with the first feed, and kept a while after the last one, so
 * that who comes back soon can be told what was missed. In number and in size they are bounded.
 */
final class UserHubs {

    /** How long a hub waits for somebody to come back. */
    static final Duration KEPT_FOR = Duration.ofMinutes(2);

    /** How many hubs may wait at once. */
    static final int MOST_WAITING = 10_000;

    private final LongSupplier firstNumbers;
    private final LongSupplier nanoClock;
    private final Map<UserKey, UserHub> hubs = new ConcurrentHashMap<>();

    /**
     * No hubs yet.
     *
     * @param firstNumbers where a hub begins to count: as good as random, so that no two hubs give one number
     */
    UserHubs(LongSupplier firstNumbers, LongSupplier nanoClock) {
        this.firstNumbers = firstNumbers;
        this.nanoClock = nanoClock;
    }

    /** Opens a feed. {@code onClose} is called once, when it was closed. */
    UserFeed open(UserKey key, Runnable onChange, Runnable onClose) {
        var opened = new UserCursor[1];
        hubs.compute(key, (same, present) -> {
            UserHub hub = present == null ? new UserHub(key, firstNumbers.getAsLong()) : present;
            opened[0] = new UserCursor(this, hub, onChange, onClose);
            hub.add(opened[0]);
            return hub;
        });
        return opened[0];
    }

    void close(UserCursor feed) {
        feed.hub().remove(feed, nanoClock.getAsLong());
    }

    /** Whether anybody is followed at all. */
    boolean isEmpty() {
        return hubs.isEmpty();
    }

    /** How many users are followed, or may come back. */
    int size() {
        return hubs.size();
    }

    boolean has(UserKey key) {
        return hubs.containsKey(key);
    }

    void tell(UserKey key, UserChange change) {
        UserHub hub = hubs.get(key);
        if (hub != null) {
            hub.tell(change);
        }
    }

    void heard(UserNews news) {
        switch (news) {
            case UserNews.PreferencesChanged(var user, var preferences, var updatedAt) ->
                tell(user, new UserChange.PreferencesChanged(preferences, updatedAt));
            case UserNews.MuchChanged(var user) -> {
                UserHub hub = hubs.get(user);
                if (hub != null) {
                    hub.lose();
                }
            }
        }
    }

    /** Nobody can be told what happened: all must read anew. */
    void loseAll() {
        hubs.values().forEach(UserHub::lose);
    }

    /** Lets go of hubs nobody came back to; of too many that wait, of those left longest ago. */
    void forget() {
        long now = nanoClock.getAsLong();
        hubs.values().stream()
                .filter(UserHub::isEmpty)
                .sorted(Comparator.comparingLong((UserHub hub) -> now - hub.leftAt()))
                .skip(MOST_WAITING)
                .forEach(this::forgetIfEmpty);
        hubs.values().stream()
                .filter(hub -> hub.isEmpty() && now - hub.leftAt() > KEPT_FOR.toNanos())
                .forEach(this::forgetIfEmpty);
    }

    private void forgetIfEmpty(UserHub left) {
        hubs.computeIfPresent(left.key(), (key, hub) -> hub.isEmpty() ? null : hub);
    }
}
