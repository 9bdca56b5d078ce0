package dev.parley.bootstrap;

import dev.parley.application.local.EnvelopeVault;
import dev.parley.application.local.MasterKeys;
import dev.parley.application.local.PlainVault;
import dev.parley.application.port.out.DataKeys;
import dev.parley.application.port.out.Vault;
import dev.parley.bootstrap.settings.EncryptionSettings;
import dev.parley.bootstrap.settings.Problem;
import dev.parley.bootstrap.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gets the master keys from where they are configured, and makes the vault of them. */
final class MasterKeyring {

    /** How often a node asks which data keys others made. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final String FILE = "encryption.key_file";

    private MasterKeyring() {}

    /** @throws SettingsException if the file of keys can't be used */
    static Function<DataKeys, Vault> vault(EncryptionSettings settings, SecureRandom random, InstantSource clock) {
        MasterKeys masters = masters(settings);
        return masters == null ? PlainVault::over : keys -> EnvelopeVault.open(keys, masters, random, clock);
    }

    /**
     * The configured keys; null if there are none.
     *
     * @throws SettingsException if the file of keys can't be used
     */
    static @Nullable MasterKeys masters(EncryptionSettings settings) {
        List<byte[]> keys = new ArrayList<>();
        if (settings.key() != null) {
            keys.add(Base64.getDecoder().decode(settings.key().value()));
        }
        if (settings.keyFile() != null) {
            keys.addAll(inFile(settings.keyFile()));
        }
        settings.oldKeys().forEach(old -> keys.add(Base64.getDecoder().decode(old.value())));
        return settings.on() ? new MasterKeys(keys) : null;
    }

    private static List<byte[]> inFile(Path file) {
        List<byte[]> keys = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                keys.add(key(text, number));
            }
        }
        if (keys.isEmpty()) {
            throw problem("holds no key");
        }
        return keys;
    }

    private static byte[] key(String text, int line) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == MasterKeys.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw notAKey(line);
        }
        throw notAKey(line);
    }

    private static SettingsException notAKey(int line) {
        return problem("line " + line + " must be " + MasterKeys.KEY_BYTES + " random bytes in base64");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw problem("can't be read: " + e);
        }
    }

    private static SettingsException problem(String what) {
        return new SettingsException(List.of(new Problem(FILE, null, what, null)));
    }
}
