package dev.parley.adapter.mssql;

import dev.parley.application.contract.StoreBackend;
import dev.parley.application.local.PlainVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** H2 in files of its own, which begin as a copy of one that has all tables. */
final class H2Backend {

    private static final Duration SHORT_LEASE = Duration.ofMillis(500);
    private static final String FILE = "parley.mv.db";
    private static final byte[] EMPTY = empty();

    private H2Backend() {}

    static StoreBackend open() {
        Path folder = filledFolder();
        return new AdapterBackend(MssqlConfig.embedded(folder), SHORT_LEASE, () -> remove(folder));
    }

    /** The same with sealed texts, and with few connections: a vault that asked for one of its own would wait for ever. */
    static StoreBackend sealed() {
        Path folder = filledFolder();
        return new AdapterBackend(
                MssqlConfig.embedded(folder).withPoolSize(3), SHORT_LEASE, TestVaults::sealing, () -> remove(folder));
    }

    /** Puts a database without rows where the embedded one is looked for. */
    static void fill(Path folder) {
        try {
            Files.write(folder.resolve(FILE), EMPTY);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] empty() {
        Path folder = folder();
        try {
            MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over).close();
            return Files.readAllBytes(folder.resolve(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            remove(folder);
        }
    }

    /** A folder with a database without rows. */
    static Path filledFolder() {
        Path folder = folder();
        fill(folder);
        return folder;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("parley-h2-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
