package dev.parley.domain.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.prompt.PromptMessage.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

    @Test
    void a_prompt_has_messages_of_its_own() {
        List<PromptMessage> messages = new ArrayList<>(List.of(new PromptMessage(Role.USER, "hi")));
        var prompt = new Prompt(messages, ModelParameters.STANDARD);

        messages.clear();

        assertThat(prompt.messages()).containsExactly(new PromptMessage(Role.USER, "hi"));
        assertThatThrownBy(() -> new Prompt(List.of(), ModelParameters.STANDARD))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_standard_parameters_are_as_documented() {
        assertThat(ModelParameters.STANDARD).isEqualTo(new ModelParameters(null, 0.7, 2000, List.of()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, 2})
    void temperatures_are_0_to_2(double temperature) {
        assertThat(new ModelParameters(null, temperature, 1, List.of()).temperature())
                .isEqualTo(temperature);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
    void other_temperatures_are_refused(double temperature) {
        assertThatThrownBy(() -> new ModelParameters(null, temperature, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void at_least_one_token_is_asked_for() {
        assertThatThrownBy(() -> new ModelParameters(null, 1, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD83D", "a\uDE00"})
    void impossible_stop_words_are_refused(String stopWord) {
        assertThatThrownBy(() -> new ModelParameters(null, 1, 1, List.of("fine", stopWord)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
