package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.contract.AssistantCatalogueContract;
import dev.parley.application.port.out.AssistantCatalogue;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.prompt.ModelParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedAssistantsTest extends AssistantCatalogueContract {

    @Override
    protected AssistantCatalogue empty() {
        return new FixedAssistants(List.of());
    }

    @Override
    protected AssistantCatalogue of(List<AssistantName> names) {
        return new FixedAssistants(
                names.stream().map(FixedAssistantsTest::assistant).toList());
    }

    @Test
    void the_standard_assistant_is_professional() {
        Assistant standard = FixedAssistants.standard();

        assertThat(standard.parameters().temperature()).isEqualTo(0.7);
        assertThat(standard.parameters().maxTokens()).isEqualTo(2000);
        assertThat(standard.window()).isEqualTo(WindowPolicy.STANDARD);
        assertThat(standard.greeting()).isNotBlank();
        assertThat(standard.suggestions())
                .hasSizeBetween(3, 4)
                .allSatisfy(question -> assertThat(question).isNotBlank());
    }

    @Test
    void the_standard_prompt_reads_well_for_somebody_unknown() {
        String prompt = FixedAssistants.standard()
                .systemPrompt()
                .render(Map.of("user_name", "the user", "date", "2026-02-03", "locale", "en"));

        assertThat(prompt)
                .contains("You are talking with the user. Today is 2026-02-03. Their language setting is en;");
    }

    @Test
    void the_standard_assistant_can_be_replaced() {
        Assistant own = assistant(AssistantName.STANDARD);

        assertThat(new FixedAssistants(List.of(own)).all(TenantId.DEFAULT)).containsExactly(own);
    }

    @Test
    void a_name_that_is_there_twice_is_refused() {
        Assistant lawyer = assistant(new AssistantName("lawyer"));

        assertThatIllegalArgumentException().isThrownBy(() -> new FixedAssistants(List.of(lawyer, lawyer)));
    }

    private static Assistant assistant(AssistantName name) {
        return new Assistant(
                name,
                new PromptTemplate("Be brief."),
                ModelParameters.STANDARD,
                WindowPolicy.STANDARD,
                null,
                List.of());
    }
}
