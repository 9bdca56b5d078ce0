package dev.parley.domain.preference;

import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to be answered. Null means: as the assistant has it.
 *
 * @param model the model's name, 1 to 200 characters
 * @param temperature 0 to 2
 * @param maxTokens how many tokens an answer may have, at least 1
 */
public record ModelPreferences(
        @Nullable String model,
        @Nullable Double temperature,
        @Nullable Integer maxTokens) {

    /** Everything as the assistant has it. */
    public static final ModelPreferences NONE = new ModelPreferences(null, null, null);

    /** The most characters a model's name may have. */
    public static final int LONGEST_NAME = 200;

    /** Refuses values out of range. */
    public ModelPreferences {
        if (model != null && (model.isBlank() || model.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException("model must be 1 to " + LONGEST_NAME + " characters");
        }
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be 0 to 2, was " + temperature);
        }
        if (maxTokens != null && maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
    }
}
