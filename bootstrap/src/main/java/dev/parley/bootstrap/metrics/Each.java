package dev.parley.bootstrap.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An instrument for each of several kinds, all made at once: so that all are shown from the beginning, as 0.
 *
 * @param <K> what they differ in
 * @param <M> what they are
 */
final class Each<K extends Enum<K>, M> {

    private final Map<K, M> all;

    private Each(Map<K, M> all) {
        this.all = all;
    }

    /** One for each of them. */
    static <K extends Enum<K>, M> Each<K, M> of(Stream<K> kinds, Function<K, M> instrument) {
        return new Each<>(kinds.collect(Collectors.toUnmodifiableMap(Function.identity(), instrument)));
    }

    /** That of a kind it was made for. */
    M of(K kind) {
        return requireNonNull(all.get(kind), kind.name());
    }
}
