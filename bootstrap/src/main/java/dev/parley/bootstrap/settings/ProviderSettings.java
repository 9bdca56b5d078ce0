package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has models.
 *
 * @param name what it is called in health, logs and failures
 * @param baseUrl an OpenAI-compatible service
 * @param apiKey the key for it; null if it needs none
 * @param model the model where an assistant names none
 * @param models what it calls models that assistants name
 * @param shape what its requests look like
 * @param concurrency how many replies it writes at once
 * @param setBy the key of its address, for what is said about it
 */
public record ProviderSettings(
        String name,
        URI baseUrl,
        @Nullable Secret apiKey,
        String model,
        Map<String, String> models,
        RequestShape shape,
        int concurrency,
        String setBy) {

    /** What requests to a provider look like. */
    public enum RequestShape {
        /** All fields. */
        STANDARD,
        /** All fields, the longest length under its newer name. */
        COMPLETION_TOKENS,
        /** Model and messages only. */
        MINIMAL
    }

    /** Refuses nulls where none are allowed; copies the map. */
    public ProviderSettings {
        requireNonNull(name, "name");
        requireNonNull(baseUrl, "baseUrl");
        requireNonNull(model, "model");
        models = Map.copyOf(models);
        requireNonNull(shape, "shape");
        requireNonNull(setBy, "setBy");
    }

    /** The address may hold a password. */
    @Override
    public String toString() {
        return "ProviderSettings[" + name + ", " + model + "]";
    }
}
