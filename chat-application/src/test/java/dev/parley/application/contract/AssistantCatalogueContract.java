package dev.parley.application.contract;

import static dev.parley.application.contract.Sample.ACME;
import static dev.parley.application.contract.Sample.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.AssistantCatalogue;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every {@link AssistantCatalogue} passes this suite. */
public abstract class AssistantCatalogueContract {

    /** A catalogue that was given nothing. */
    protected abstract AssistantCatalogue empty();

    /** A catalogue that was given assistants of these names, in this order, for every tenant. */
    protected abstract AssistantCatalogue of(List<AssistantName> names);

    @Test
    void g1_the_standard_assistant_is_always_there() {
        for (AssistantCatalogue catalogue : List.of(empty(), of(names("lawyer")), of(names("b", "default", "a")))) {
            assertThat(catalogue
                            .find(ACME, AssistantName.STANDARD)
                            .orElseThrow()
                            .name())
                    .isEqualTo(AssistantName.STANDARD);
            assertThat(catalogue.all(GLOBEX)).extracting(Assistant::name).contains(AssistantName.STANDARD);
        }
    }

    @Test
    void g2_the_standard_one_comes_first_and_the_others_by_name() {
        AssistantCatalogue catalogue = of(names("lawyer", "zoe", "default", "cook", "a1"));

        assertThat(catalogue.all(ACME))
                .extracting(Assistant::name)
                .isEqualTo(names("default", "a1", "cook", "lawyer", "zoe"));
    }

    @Test
    void g2_each_name_is_there_once_and_found() {
        AssistantCatalogue catalogue = of(names("lawyer", "cook"));

        assertThat(catalogue.all(ACME)).extracting(Assistant::name).doesNotHaveDuplicates();
        assertThat(catalogue.all(ACME))
                .allSatisfy(assistant ->
                        assertThat(catalogue.find(ACME, assistant.name())).contains(assistant));
    }

    @Test
    void g2_an_unknown_name_is_not_found() {
        assertThat(of(names("lawyer")).find(ACME, new AssistantName("lawyers"))).isEmpty();
    }

    private static List<AssistantName> names(String... names) {
        return List.of(names).stream().map(AssistantName::new).toList();
    }
}
