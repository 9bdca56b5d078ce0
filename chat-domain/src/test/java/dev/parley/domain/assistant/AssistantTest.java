package dev.parley.domain.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.prompt.ModelParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssistantTest {

    @Test
    void its_suggestions_are_a_copy() {
        List<String> suggestions = new ArrayList<>(List.of("What can you do?"));
        Assistant assistant = assistant(suggestions);

        suggestions.clear();

        assertThat(assistant.suggestions()).containsExactly("What can you do?");
    }

    @Test
    void it_needs_a_prompt() {
        assertThatThrownBy(() -> new Assistant(
                        AssistantName.STANDARD, null, ModelParameters.STANDARD, WindowPolicy.STANDARD, null, List.of()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("systemPrompt");
    }

    private static Assistant assistant(List<String> suggestions) {
        return new Assistant(
                AssistantName.STANDARD,
                new PromptTemplate("You are kind."),
                ModelParameters.STANDARD,
                WindowPolicy.STANDARD,
                null,
                suggestions);
    }
}
