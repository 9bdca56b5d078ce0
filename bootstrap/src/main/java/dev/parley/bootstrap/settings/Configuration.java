package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.Assistant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as it was read.
 *
 * @param settings what counts
 * @param effective the same as texts for people, secrets hidden, with where each comes from
 */
public record Configuration(Settings settings, List<EffectiveSetting> effective) {

    /** What the file is called where nobody names one. */
    static final String FILE_NAME = "parley.yaml";

    /** Refuses null; copies the list. */
    public Configuration {
        requireNonNull(settings, "settings");
        effective = List.copyOf(effective);
    }

    /**
     * Reads a file and the environment, which wins. The file is the named one, else the one in {@code PARLEY_CONFIG},
     * else {@code parley.yaml} in the working folder or in the data folder, else none. Blocks for reading it.
     *
     * @param environment the variables by name
     * @param named a file somebody asked for; null for none
     * @param workingDir what relative paths begin at
     * @throws SettingsException with all that is wrong
     */
    public static Configuration load(Map<String, String> environment, @Nullable Path named, Path workingDir) {
        Variables variables = new Variables(environment);
        List<Problem> problems = new ArrayList<>(variables.unknown());
        Found found = file(variables, named, workingDir)
                .map(path -> ConfigurationFile.read(path, problems))
                .orElseGet(Found::nothing);

        Map<String, Given> plain = new HashMap<>(found.plain());
        plain.putAll(variables.plain());
        SettingsReader reader = new SettingsReader(plain, UnaryOperator.identity(), problems);
        Assistants assistants = new Assistants(problems);
        List<Assistant> read = assistants.read(found.assistants());
        Tenants tenants = new Tenants(problems);
        Providers providers = new Providers(problems);
        Settings settings =
                Settings.from(reader, read, tenants.read(found.tenants()), providers.read(reader, found.providers()));
        problems.addAll(Contradictions.in(settings, reader.value(Keys.CLUSTER_SHARED_STORAGE)));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        List<EffectiveSetting> effective = new ArrayList<>(reader.effective(Keys.PLAIN));
        effective.addAll(providers.effective());
        effective.addAll(assistants.effective());
        effective.addAll(tenants.effective());
        return new Configuration(settings, effective);
    }

    private static Optional<Path> file(Variables variables, @Nullable Path named, Path workingDir) {
        if (named != null) {
            return Optional.of(workingDir.resolve(named));
        }
        String dataDir = variables.value(Keys.DATA_DIR.variable()).orElse(requireNonNull(Keys.DATA_DIR.standard()));
        return variables
                .value(Variables.CONFIG)
                .map(workingDir::resolve)
                .or(() -> Stream.of(workingDir, workingDir.resolve(dataDir))
                        .map(folder -> folder.resolve(FILE_NAME).normalize())
                        .filter(Files::exists)
                        .findFirst());
    }
}
