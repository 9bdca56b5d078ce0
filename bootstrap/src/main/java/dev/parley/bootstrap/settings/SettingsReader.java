package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns what was found into values. Goes on after a problem, so that all of them are told at once. */
final class SettingsReader {

    private final Map<String, Given> found;
    private final UnaryOperator<String> shownKey;
    private final List<Problem> problems;

    /**
     * Reads what was found.
     *
     * @param shownKey makes of a key what people know it by
     * @param problems where problems are added
     */
    SettingsReader(Map<String, Given> found, UnaryOperator<String> shownKey, List<Problem> problems) {
        this.found = found;
        this.shownKey = shownKey;
        this.problems = problems;
    }

    /** The value of a key that has a standard one. */
    <T> T value(Setting<T> setting) {
        String standard = requireNonNull(setting.standard(), setting.key());
        T value = read(setting, found.get(setting.key()));
        return value != null ? value : setting.type().parser().parse(new Written.Text(standard));
    }

    /** The value of a key that need not have one. */
    <T> @Nullable T optional(Setting<T> setting) {
        return read(setting, found.get(setting.key()));
    }

    /** Says that a key breaks a rule that it shares with others. */
    void refuse(Setting<?> setting, String rule) {
        problems.add(new Problem(shownKey.apply(setting.key()), null, rule, null));
    }

    /** What counts for these keys, as it may be shown. */
    List<EffectiveSetting> effective(List<Setting<?>> settings) {
        List<EffectiveSetting> effective = new ArrayList<>();
        for (Setting<?> setting : settings) {
            Given given = found.get(setting.key());
            String text = given == null ? setting.standard() : shown(setting, given);
            Origin origin = given == null ? new Origin.Standard() : given.origin();
            effective.add(new EffectiveSetting(shownKey.apply(setting.key()), text, origin));
        }
        return effective;
    }

    private <T> @Nullable T read(Setting<T> setting, @Nullable Given given) {
        if (given == null) {
            return null;
        }
        try {
            return setting.type().parser().parse(given.written());
        } catch (IllegalArgumentException e) {
            String rule = "must be " + setting.type().allowed();
            problems.add(new Problem(shownKey.apply(setting.key()), shown(setting, given), rule, given.origin()));
            return null;
        }
    }

    private static String shown(Setting<?> setting, Given given) {
        return setting.type().shown().apply(given.written().shown());
    }
}
