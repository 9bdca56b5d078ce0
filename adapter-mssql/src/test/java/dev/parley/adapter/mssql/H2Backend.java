package dev.parley.adapter.mssql;

import dev.parley.application.contract.StoreBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** H2 in files of its own. */
final class H2Backend {

    private static final Duration SHORT_LEASE = Duration.ofMillis(500);

    private H2Backend() {}

    static StoreBackend open() {
        Path folder = folder();
        return new AdapterBackend(MssqlConfig.embedded(folder), SHORT_LEASE, () -> remove(folder));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("parley-h2-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
