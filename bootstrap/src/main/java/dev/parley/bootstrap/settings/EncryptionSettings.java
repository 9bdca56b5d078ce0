package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether texts are sealed before the database gets them, and by which master key.
 *
 * @param key the master key in base64; null if it is in a file, or there is none
 * @param oldKeys master keys of before, which only open
 * @param keyFile a file of master keys, the present one first; null if there is none
 */
public record EncryptionSettings(
        @Nullable Secret key,
        List<Secret> oldKeys,
        @Nullable Path keyFile) {

    /** Refuses null; copies the list. */
    public EncryptionSettings {
        oldKeys = List.copyOf(requireNonNull(oldKeys, "oldKeys"));
    }

    /** Whether there is a master key. */
    public boolean on() {
        return key != null || keyFile != null;
    }
}
