package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNullElse;

import dev.parley.domain.text.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Makes providers of what the file says about them, after the one of {@code llm.base_url}, which is asked first. */
final class Providers {

    /** What the one of {@code llm.base_url} is called. */
    static final String FIRST = "default";

    private final List<Problem> problems;
    private final List<EffectiveSetting> effective = new ArrayList<>();

    Providers(List<Problem> problems) {
        this.problems = problems;
    }

    List<ProviderSettings> read(SettingsReader plain, SequencedMap<String, Map<String, Given>> found) {
        List<ProviderSettings> providers = new ArrayList<>();
        URI baseUrl = plain.optional(Keys.LLM_BASE_URL);
        Secret key = plain.optional(Keys.LLM_API_KEY);
        String model = plain.value(Keys.LLM_MODEL);
        var shape = plain.value(Keys.LLM_SHAPE);
        int concurrency = plain.value(Keys.LLM_CONCURRENCY);
        if (baseUrl != null) {
            String setBy = Keys.LLM_BASE_URL.key();
            providers.add(new ProviderSettings(FIRST, baseUrl, key, model, Map.of(), shape, concurrency, setBy));
        }
        found.forEach((name, values) -> {
            SettingsReader reader = new SettingsReader(values, shown -> shown.replace("*", name), problems);
            effective.addAll(reader.effective(Keys.PROVIDER));
            ProviderSettings provider = provider(name, reader, model, concurrency);
            if (provider != null && mayBeCalled(name, baseUrl != null)) {
                providers.add(provider);
            }
        });
        return providers;
    }

    /** What counts for each that was read. */
    List<EffectiveSetting> effective() {
        return effective;
    }

    private @Nullable ProviderSettings provider(String name, SettingsReader reader, String model, int concurrency) {
        int before = problems.size();
        URI baseUrl = reader.optional(Keys.PROVIDER_BASE_URL);
        Secret key = reader.optional(Keys.PROVIDER_API_KEY);
        String ownModel = requireNonNullElse(reader.optional(Keys.PROVIDER_MODEL), model);
        Map<String, String> models = requireNonNullElse(reader.optional(Keys.PROVIDER_MODELS), Map.of());
        var shape = reader.value(Keys.PROVIDER_SHAPE);
        int atOnce = requireNonNullElse(reader.optional(Keys.PROVIDER_CONCURRENCY), concurrency);
        if (baseUrl == null) {
            if (problems.size() == before) {
                reader.refuse(Keys.PROVIDER_BASE_URL, "must be set: there is no provider without an address");
            }
            return null;
        }
        String setBy = Keys.PROVIDER_BASE_URL.keyOf(name);
        return new ProviderSettings(name, baseUrl, key, ownModel, models, shape, atOnce, setBy);
    }

    private boolean mayBeCalled(String name, boolean firstIsThere) {
        if (!name.matches("[a-z0-9_-]{1,32}")) {
            problems.add(new Problem("llm.providers." + name, null, "must be called 1 to 32 of a-z 0-9 _ -", null));
            return false;
        }
        if (firstIsThere && name.equals(FIRST)) {
            String rule = "must be called otherwise: " + FIRST + " is the one of " + Keys.LLM_BASE_URL.key();
            problems.add(new Problem("llm.providers." + name, null, rule, null));
            return false;
        }
        return true;
    }
}
