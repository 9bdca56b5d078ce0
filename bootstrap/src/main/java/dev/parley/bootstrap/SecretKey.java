package dev.parley.bootstrap;

import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Where the secret comes from that tokens are signed with. */
final class SecretKey {

    private static final String FILE = "secret.key";
    private static final int LENGTH = 32;

    private SecretKey() {}

    /** The configured one, else the one in the folder, which is made if it is not there. */
    static byte[] find(@Nullable Secret configured, DataFolder folder, SecureRandom random) {
        if (configured != null) {
            return configured.value().getBytes(StandardCharsets.UTF_8);
        }
        byte[] kept = folder.keep(FILE, () -> {
            byte[] bytes = new byte[LENGTH];
            random.nextBytes(bytes);
            return bytes;
        });
        return checked(kept, folder.path());
    }

    /** The one a server uses that has the folder. */
    static byte[] read(@Nullable Secret configured, Path folder) {
        if (configured != null) {
            return configured.value().getBytes(StandardCharsets.UTF_8);
        }
        Path file = folder.resolve(FILE);
        try {
            return checked(Files.readAllBytes(file), folder);
        } catch (IOException e) {
            throw new StartFailure("The file " + file.toAbsolutePath().normalize() + " can't be read: " + e, e);
        }
    }

    private static byte[] checked(byte[] kept, Path folder) {
        if (kept.length < LENGTH) {
            throw new StartFailure(
                    "The file " + folder.resolve(FILE).toAbsolutePath().normalize()
                            + " is damaged: it must have at least " + LENGTH
                            + " bytes. Restore it; without it all visitors are strangers.");
        }
        return kept;
    }
}
