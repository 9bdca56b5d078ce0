package dev.parley.domain.preference;

import dev.parley.domain.prompt.ModelParameters;
import java.util.List;

/**
 * What people may choose about how they are answered. An assistant is not bound by it: it has what the operator gave it.
 *
 * @param models the models to choose from; empty where there is no choice
 * @param areParametersOffered whether temperature and length may be chosen at all
 * @param leastTemperature the lowest temperature, from 0
 * @param mostTemperature the highest, up to 2
 * @param mostTokens how many tokens an answer may be allowed, at least 1
 */
public record ModelBounds(
        List<String> models,
        boolean areParametersOffered,
        double leastTemperature,
        double mostTemperature,
        int mostTokens) {

    /** No choice of models; temperature 0 to 1, and up to 4000 tokens. */
    public static final ModelBounds STANDARD = new ModelBounds(List.of(), true, 0, 1, 4_000);

    /** Refuses bounds that leave nothing between them, and names of models that can't be preferred; copies the list. */
    public ModelBounds {
        models = List.copyOf(models);
        models.forEach(model -> new ModelPreferences(model, null, null));
        if (!(leastTemperature >= 0 && leastTemperature <= mostTemperature && mostTemperature <= 2)) {
            throw new IllegalArgumentException(
                    "temperatures must be 0 to 2 and in order, were " + leastTemperature + " and " + mostTemperature);
        }
        if (mostTokens < 1) {
            throw new IllegalArgumentException("mostTokens must be at least 1, was " + mostTokens);
        }
    }

    /** Whether there is nothing to choose. */
    public boolean offerNothing() {
        return models.isEmpty() && !areParametersOffered;
    }

    /**
     * The same model, if people may choose it.
     *
     * @throws IllegalArgumentException with the rule, if not
     */
    public String allowedModel(String model) {
        if (!models.contains(model)) {
            throw new IllegalArgumentException(
                    models.isEmpty() ? "can't be chosen here" : "must be one of " + String.join(", ", models));
        }
        return model;
    }

    /**
     * The same temperature, if people may choose it.
     *
     * @throws IllegalArgumentException with the rule, if not
     */
    public double allowedTemperature(double temperature) {
        requireOffered();
        if (!(temperature >= leastTemperature && temperature <= mostTemperature)) {
            throw new IllegalArgumentException(
                    "must be " + shortest(leastTemperature) + " to " + shortest(mostTemperature));
        }
        return temperature;
    }

    /**
     * The same number of tokens, if people may choose it.
     *
     * @throws IllegalArgumentException with the rule, if not
     */
    public int allowedTokens(long tokens) {
        requireOffered();
        if (tokens < 1 || tokens > mostTokens) {
            throw new IllegalArgumentException("must be 1 to " + mostTokens);
        }
        return (int) tokens;
    }

    private void requireOffered() {
        if (!areParametersOffered) {
            throw new IllegalArgumentException("can't be chosen here");
        }
    }

    private static String shortest(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /**
     * The assistant's parameters with what somebody prefers instead, as far as that is allowed now: a model that is not,
     * counts for nothing, and numbers are brought within the bounds. Never fails.
     */
    public ModelParameters within(ModelPreferences preferred, ModelParameters assistants) {
        String model = preferred.model();
        Double temperature = areParametersOffered ? preferred.temperature() : null;
        Integer tokens = areParametersOffered ? preferred.maxTokens() : null;
        return new ModelParameters(
                model != null && models.contains(model) ? model : assistants.model(),
                temperature == null
                        ? assistants.temperature()
                        : Math.clamp(temperature, leastTemperature, mostTemperature),
                tokens == null ? assistants.maxTokens() : Math.min(tokens, mostTokens),
                assistants.stopWords());
    }
}
