package dev.parley.domain.assistant;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.prompt.ModelParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers in a session.
 *
 * @param name its name
 * @param systemPrompt what it is told first
 * @param parameters how its model answers
 * @param window how much of the history it is shown
 * @param greeting what an empty conversation shows; null for nothing
 * @param suggestions first questions to offer; may be empty
 */
public record Assistant(
        AssistantName name,
        PromptTemplate systemPrompt,
        ModelParameters parameters,
        WindowPolicy window,
        @Nullable String greeting,
        List<String> suggestions) {

    /** Refuses nulls where none are allowed; copies the list. */
    public Assistant {
        requireNonNull(name, "name");
        requireNonNull(systemPrompt, "systemPrompt");
        requireNonNull(parameters, "parameters");
        requireNonNull(window, "window");
        suggestions = List.copyOf(suggestions);
    }
}
