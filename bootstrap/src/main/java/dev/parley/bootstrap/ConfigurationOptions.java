package dev.parley.bootstrap;

import dev.parley.bootstrap.settings.Configuration;
import dev.parley.bootstrap.settings.EffectiveSetting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options that have to do with configuration. */
final class ConfigurationOptions {

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file. Without it: the one in PARLEY_CONFIG, else parley.yaml here or in the data folder.")
    private @Nullable Path file;

    @CommandLine.Option(
            names = "--print-config",
            description = "Shows what is configured and where it comes from, secrets hidden, and does nothing else.")
    private boolean print;

    boolean isToBePrinted() {
        return print;
    }

    Configuration load(Surroundings surroundings) {
        return Configuration.load(surroundings.environment(), file, surroundings.workingDir());
    }

    void print(Surroundings surroundings) {
        for (EffectiveSetting setting : load(surroundings).effective()) {
            String value = setting.value() == null ? "(unset)" : setting.value();
            surroundings.out().printf("%s: %s  # %s%n", setting.key(), value.replace("\n", "\\n"), setting.origin());
        }
    }
}
