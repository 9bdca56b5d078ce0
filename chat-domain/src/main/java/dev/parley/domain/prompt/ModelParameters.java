package dev.parley.domain.prompt;

import dev.parley.domain.text.Characters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model shall answer.
 *
 * @param model the model's name; null means the adapter's configured one
 * @param temperature 0 to 2
 * @param maxTokens at least 1
 * @param stopWords texts that end a reply when the model is about to write them; the list may be empty, they may not
 */
public record ModelParameters(@Nullable String model, double temperature, int maxTokens, List<String> stopWords) {

    /** A professional assistant's: temperature 0.7, at most 2000 tokens. */
    public static final ModelParameters STANDARD = new ModelParameters(null, 0.7, 2000, List.of());

    /** Refuses values out of range. */
    public ModelParameters {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be 0 to 2, was " + temperature);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, was " + maxTokens);
        }
        stopWords = List.copyOf(stopWords);
        if (stopWords.stream().anyMatch(word -> word.isEmpty() || Characters.hasHalf(word))) {
            throw new IllegalArgumentException("a stop word must not be empty nor hold half characters");
        }
    }
}
