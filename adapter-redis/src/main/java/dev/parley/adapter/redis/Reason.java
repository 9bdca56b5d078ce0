package dev.parley.adapter.redis;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** Why Redis failed, in one line: Jedis' outermost words seldom say it, those of what is behind them do. */
final class Reason {

    private static final int DEEPEST = 8;

    private Reason() {}

    /** What all of them say, outermost first. Holds no password: none of them knows it. */
    static String of(JedisException failure) {
        Set<String> words = new LinkedHashSet<>();
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            words.add(next.getMessage() == null ? next.getClass().getSimpleName() : next.getMessage());
            next = behind(next);
        }
        // What wraps a failure often begins with the name of its class and repeats its words.
        return words.stream()
                .filter(text -> words.stream().noneMatch(other -> !other.equals(text) && text.contains(": " + other)))
                .reduce((first, second) -> first + " " + second)
                .orElse("");
    }

    /** Where several addresses were tried, what went wrong is beside the failure, not behind it. */
    private static @Nullable Throwable behind(Throwable failure) {
        Throwable[] beside = failure.getSuppressed();
        if (failure.getCause() != null) {
            return failure.getCause();
        }
        return beside.length > 0 ? beside[0] : null;
    }
}
