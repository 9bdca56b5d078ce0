package dev.parley.application.usecase;

import dev.parley.application.port.out.PreferenceStore;
import dev.parley.application.port.out.UserKey;
import dev.parley.application.port.out.UserNews;
import dev.parley.domain.preference.ModelPreferences;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people prefer, and remembers how they want to be answered, for the time while the store is away. Thread-safe;
 * reading blocks and throws what the store throws.
 */
final class RecentPreferences {

    static final int MOST = 10_000;

    private final PreferenceStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final RecentlyUsed<UserKey, Known> users = RecentlyUsed.atMost(MOST);

    /** What was read or heard last. */
    private record Known(ModelPreferences model, Instant updatedAt) {}

    RecentPreferences(PreferenceStore store) {
        this.store = store;
    }

    /** Somebody's preferences as they are stored now; empty if nothing was ever put. */
    Optional<PreferenceStore.Stored> find(UserKey user) {
        Optional<PreferenceStore.Stored> stored = store.find(user);
        know(
                user,
                stored.map(found -> new Known(found.preferences().model(), found.updatedAt()))
                        .orElse(null));
        return stored;
    }

    /** Follows what any node changes. Does not block. */
    void heard(UserNews news) {
        switch (news) {
            case UserNews.PreferencesChanged(var user, var preferences, var updatedAt) ->
                know(user, new Known(preferences.model(), updatedAt));
            case UserNews.MuchChanged ignored -> {}
        }
    }

    private void know(UserKey user, @Nullable Known now) {
        lock.lock();
        try {
            Known before = users.get(user);
            if (now == null) {
                users.remove(user);
            } else if (before == null || !now.updatedAt().isBefore(before.updatedAt())) {
                users.put(user, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How somebody wanted to be answered when this node read or heard of it last; empty if it never did. Does not block. */
    Optional<ModelPreferences> known(UserKey user) {
        lock.lock();
        try {
            return Optional.ofNullable(users.get(user)).map(Known::model);
        } finally {
            lock.unlock();
        }
    }
}
