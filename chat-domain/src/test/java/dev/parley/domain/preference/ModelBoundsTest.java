package dev.parley.domain.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.domain.prompt.ModelParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBoundsTest {

    private static final ModelBounds BOUNDS = new ModelBounds(List.of("small", "large"), true, 0.2, 1.5, 500);
    private static final ModelParameters OWN = new ModelParameters("own", 1.8, 2_000, List.of("STOP"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            large | 0.2 | 500 | large | 0.2 | 500
            small | 1.5 | 1   | small | 1.5 | 1
            huge  | 0.1 | 501 | own   | 0.2 | 500
                  | 1.6 |     | own   | 1.5 | 2000
                  |     | 9   | own   | 1.8 | 9
                  |     |     | own   | 1.8 | 2000
            """)
    void what_is_preferred_takes_the_assistants_place_within_the_bounds(
            @Nullable String model,
            @Nullable Double temperature,
            @Nullable Integer tokens,
            String thenModel,
            double thenTemperature,
            int thenTokens) {
        assertThat(BOUNDS.within(new ModelPreferences(model, temperature, tokens), OWN))
                .isEqualTo(new ModelParameters(thenModel, thenTemperature, thenTokens, List.of("STOP")));
    }

    @Test
    void what_is_not_offered_is_as_the_assistant_has_it() {
        var nothing = new ModelBounds(List.of(), false, 0, 1, 500);

        assertThat(nothing.within(new ModelPreferences("large", 0.5, 9), OWN)).isEqualTo(OWN);
        assertThat(nothing.offerNothing()).isTrue();
        assertThat(new ModelBounds(List.of("large"), false, 0, 1, 500).offerNothing())
                .isFalse();
        assertThat(ModelBounds.STANDARD.offerNothing()).isFalse();
    }

    @Test
    void a_rule_says_what_may_be_chosen() {
        var nothing = new ModelBounds(List.of(), false, 0, 1, 500);

        assertThat(BOUNDS.allowedModel("large")).isEqualTo("large");
        assertThat(BOUNDS.allowedTemperature(0.2)).isEqualTo(0.2);
        assertThat(BOUNDS.allowedTokens(500)).isEqualTo(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BOUNDS.allowedModel("huge"))
                .withMessage("must be one of small, large");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BOUNDS.allowedTemperature(1.51))
                .withMessage("must be 0.2 to 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BOUNDS.allowedTokens((1L << 32) + 1))
                .withMessage("must be 1 to 500");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.allowedModel("large"))
                .withMessage("can't be chosen here");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.allowedTemperature(0.5))
                .withMessage("can't be chosen here");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nothing.allowedTokens(5))
                .withMessage("can't be chosen here");
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 1, 1", "0, 2.1, 1", "0.6, 0.5, 1", "NaN, 1, 1", "0, NaN, 1", "0, 1, 0"})
    void bounds_leave_something_between_them(double least, double most, int tokens) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelBounds(List.of(), true, least, most, tokens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_model_has_a_name(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelPreferences(name, null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelBounds(List.of(name), true, 0, 1, 1))
                .withMessage("model must be 1 to 200 characters");
    }

    @Test
    void what_no_model_takes_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelPreferences("m".repeat(201), null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelPreferences(null, 2.01, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelPreferences(null, Double.NaN, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelPreferences(null, null, 0));
    }
}
