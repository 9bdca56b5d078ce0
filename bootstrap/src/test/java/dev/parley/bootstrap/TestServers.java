package dev.parley.bootstrap;

import dev.parley.adapter.mssql.MssqlAdapter;
import dev.parley.adapter.mssql.MssqlConfig;
import dev.parley.application.local.PlainVault;
import dev.parley.bootstrap.identity.PasswordCost;
import dev.parley.bootstrap.settings.Configuration;
import dev.parley.domain.canary.Canaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Real servers on free ports, with the demo model. They begin with a copy of a database that has all tables, and hash
 * passwords with little work; both are tried by tests of their own.
 */
final class TestServers {

    private static final PasswordCost LITTLE = new PasswordCost(256, 1);
    private static final String DATABASE_FILE = "parley.mv.db";
    private static final byte[] EMPTY_DATABASE = emptyDatabase();

    private TestServers() {}

    static ChatServer start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    /** @param further variables, beside port and data folder */
    static ChatServer start(Path dataDir, Map<String, String> further) {
        return start(dataDir, further, UnaryOperator.identity());
    }

    /** @param around what is put around what is kept */
    static ChatServer start(Path dataDir, Map<String, String> further, UnaryOperator<Storage> around) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PARLEY_HTTP_PORT", "0");
        environment.put("PARLEY_DATA_DIR", dataDir.toString());
        // One more answer of the model and one more event for each session; whoever tests that turns it on.
        environment.put("PARLEY_TITLES_GENERATED", "false");
        environment.putAll(further);
        further.forEach((name, value) -> {
            if (name.matches(".*(SECRET|PASSWORD|API_KEY)")) {
                Canaries.noteSecret(value);
            }
        });
        var settings = Configuration.load(environment, null, dataDir).settings();
        fill(dataDir);
        return ChatServer.start(settings, "0.0.0", LITTLE, around);
    }

    private static void fill(Path dataDir) {
        Path file = dataDir.resolve(DATABASE_FILE);
        if (Files.notExists(file)) {
            try {
                Files.createDirectories(dataDir);
                Files.write(file, EMPTY_DATABASE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] emptyDatabase() {
        try {
            Path folder = Files.createTempDirectory("parley-empty-");
            MssqlAdapter.open(MssqlConfig.embedded(folder), PlainVault::over).close();
            Path file = folder.resolve(DATABASE_FILE);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.deleteIfExists(folder.resolve("parley.trace.db"));
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
