package dev.parley.bootstrap;

import dev.parley.application.local.TimeOrderedIds;
import dev.parley.bootstrap.identity.Identity;
import dev.parley.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code parley rotate-keys}. */
@CommandLine.Command(
        name = "rotate-keys",
        description = {
            "Makes a new key that access tokens are signed with from now on. The keys before it still verify.",
            "A running server sees it within seconds; give the file to the other nodes before."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RotateKeysCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @CommandLine.Mixin
    private final ConfigurationOptions configuration = new ConfigurationOptions();

    @CommandLine.Option(
            names = "--keep",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "How many of the keys before stay. Without it: ${DEFAULT-VALUE}. With 0 all logins must be refreshed.")
    private int kept = 1;

    RotateKeysCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (kept < 0) {
            surroundings.err().println("--keep must be at least 0");
            return ExitCode.USAGE;
        }
        Settings settings = configuration.load(surroundings).settings();
        var tokens = settings.identity().tokens();
        Path configured = tokens.keysFile();
        Path file = configured == null ? settings.node().dataDir().resolve(ChatServer.KEYS_FILE) : configured;
        var random = new SecureRandom();
        var ids = new TimeOrderedIds(InstantSource.system(), random);
        try {
            String before = Files.readString(file);
            byte[] after = Identity.rotatedKeys(before, tokens.algorithm(), kept, ids, random);
            DataFolder.replace(file, after);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure(
                    "The keys in " + file.toAbsolutePath().normalize() + " could not be rotated: " + e.getMessage(), e);
        }
        surroundings.out().println("A new key signs from now on; " + kept + " before it at most still verify.");
        return ExitCode.DONE;
    }
}
