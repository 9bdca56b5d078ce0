package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know about one key of the configuration.
 *
 * @param <T> what its value becomes
 * @param key as the file writes it, levels joined by dots; {@code *} stands for a name
 * @param type what values look like
 * @param standard the value if nobody sets one, as it would be written; null if there is none
 * @param meaning what it does, in one sentence
 */
record Setting<T>(String key, SettingType<T> type, @Nullable String standard, String meaning) {

    static final String VARIABLE_PREFIX = "PARLEY_";

    Setting {
        requireNonNull(key, "key");
        requireNonNull(type, "type");
        requireNonNull(meaning, "meaning");
    }

    /** Whether it belongs to something with a name of its own, and so to the file alone. */
    boolean named() {
        return key.contains("*");
    }

    /** The environment variable that sets it. */
    String variable() {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The key of one of the named things. */
    String keyOf(String name) {
        return key.replace("*", name);
    }
}
