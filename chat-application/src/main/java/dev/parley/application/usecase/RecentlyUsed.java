package dev.parley.application.usecase;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Forgets what was used longest ago once there is too much. To be used under a lock. */
final class RecentlyUsed<K, V> {

    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private final ToLongFunction<V> weigher;
    private long weight;

    /**
     * Nothing yet.
     *
     * @param most what all may weigh together
     * @param weigher what one weighs: always the same for the same value
     */
    RecentlyUsed(long most, ToLongFunction<V> weigher) {
        this.most = most;
        this.weigher = weigher;
    }

    /** Nothing yet, and never more than so many. */
    static <K, V> RecentlyUsed<K, V> atMost(int most) {
        return new RecentlyUsed<>(most, value -> 1);
    }

    /** What there is; null if there is nothing. Counts as use. */
    @Nullable
    V get(K key) {
        return values.get(key);
    }

    /** Gives what there was before; null if there was nothing. */
    @Nullable
    V put(K key, V value) {
        V before = values.put(key, value);
        weight += weigher.applyAsLong(value) - weightOf(before);
        Iterator<V> eldest = values.values().iterator();
        while (weight > most && eldest.hasNext()) {
            weight -= weigher.applyAsLong(eldest.next());
            eldest.remove();
        }
        return before;
    }

    void remove(K key) {
        weight -= weightOf(values.remove(key));
    }

    void clear() {
        values.clear();
        weight = 0;
    }

    private long weightOf(@Nullable V value) {
        return value == null ? 0 : weigher.applyAsLong(value);
    }
}
