package dev.parley.bootstrap.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads environment variables. An empty one counts as unset. */
final class Variables {

    /** Names the configuration file. */
    static final String CONFIG = Setting.VARIABLE_PREFIX + "CONFIG";

    /** Read by the script that starts the server. */
    private static final Set<String> OTHERS = Set.of(CONFIG, Setting.VARIABLE_PREFIX + "JAVA_OPTS");

    private static final String OF_TESTS = Setting.VARIABLE_PREFIX + "TEST_";

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<String> value(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    Map<String, Given> plain() {
        Map<String, Given> found = new HashMap<>();
        for (Setting<?> setting : Keys.PLAIN) {
            String variable = setting.variable();
            value(variable)
                    .ifPresent(value -> found.put(
                            setting.key(), new Given(new Written.Text(value), new Origin.Environment(variable))));
        }
        return found;
    }

    /** Those that look like ours and are not. Their values may be secrets, so they are not shown. */
    List<Problem> unknown() {
        List<String> known = Keys.PLAIN.stream().map(Setting::variable).toList();
        List<Problem> problems = new ArrayList<>();
        for (String name : new TreeMap<>(environment).keySet()) {
            if (looksLikeOurs(name) && !known.contains(name)) {
                problems.add(new Problem(name, null, Suggestion.ruleFor(name, known), null));
            }
        }
        return problems;
    }

    private static boolean looksLikeOurs(String name) {
        return name.startsWith(Setting.VARIABLE_PREFIX) && !name.startsWith(OF_TESTS) && !OTHERS.contains(name);
    }
}
