package dev.parley.application.local;

import static java.util.Objects.requireNonNull;

import dev.parley.application.local.Sealed.Coding;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tenant's data keys by number; the newest seals. Immutable. */
final class KeyRing {

    private final SortedMap<Integer, AesGcm> keys;
    private final int number;
    private final AesGcm newest;
    private final String utf8;
    private final String utf16;

    /** @param keys one at least */
    KeyRing(SortedMap<Integer, AesGcm> keys) {
        this.keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        this.number = keys.lastKey();
        this.newest = requireNonNull(keys.get(number), "newest");
        this.utf8 = Sealed.beginning(Coding.UTF8, number);
        this.utf16 = Sealed.beginning(Coding.UTF16, number);
    }

    /** The number of the newest. */
    int number() {
        return number;
    }

    AesGcm newest() {
        return newest;
    }

    @Nullable
    AesGcm find(int wanted) {
        return keys.get(wanted);
    }

    /** Whether a stored text was sealed under the newest. */
    boolean sealed(String beginning) {
        return beginning.startsWith(utf8) || beginning.startsWith(utf16);
    }

    /** The keys of both. */
    KeyRing with(KeyRing other) {
        SortedMap<Integer, AesGcm> both = new TreeMap<>(keys);
        both.putAll(other.keys);
        return new KeyRing(both);
    }
}
