package dev.parley.bootstrap.settings;

import static dev.parley.bootstrap.settings.Keys.ASSISTANT_GREETING;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_MAX_TOKENS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_MODEL;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_STOP_WORDS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_SUGGESTIONS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_SYSTEM_PROMPT;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_TEMPERATURE;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_WINDOW_EXCHANGES;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_WINDOW_SUMMARISE_AT;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_WINDOW_TOKENS;

import dev.parley.application.local.FixedAssistants;
import dev.parley.domain.assistant.Assistant;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.assistant.PromptTemplate;
import dev.parley.domain.memory.WindowPolicy;
import dev.parley.domain.prompt.ModelParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Makes assistants of what the file says about them. */
final class Assistants {

    private static final Assistant BUILT_IN = FixedAssistants.standard();

    private final List<Problem> problems;
    private final List<EffectiveSetting> effective = new ArrayList<>();

    Assistants(List<Problem> problems) {
        this.problems = problems;
    }

    List<Assistant> read(SequencedMap<String, Map<String, Given>> found) {
        List<Assistant> assistants = new ArrayList<>();
        found.forEach((name, values) -> {
            SettingsReader reader = new SettingsReader(values, key -> key.replace("*", name), problems);
            effective.addAll(reader.effective(Keys.ASSISTANT));
            try {
                assistants.add(assistant(new AssistantName(name), reader));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem("assistants." + name, null, String.valueOf(e.getMessage()), null));
            }
        });
        return assistants;
    }

    /** What counts for each that was read. */
    List<EffectiveSetting> effective() {
        return effective;
    }

    private static Assistant assistant(AssistantName name, SettingsReader reader) {
        boolean isStandard = name.equals(AssistantName.STANDARD);
        ModelParameters parameters = new ModelParameters(
                reader.optional(ASSISTANT_MODEL),
                reader.value(ASSISTANT_TEMPERATURE),
                reader.value(ASSISTANT_MAX_TOKENS),
                reader.value(ASSISTANT_STOP_WORDS));
        String prompt = reader.optional(ASSISTANT_SYSTEM_PROMPT);
        String greeting = reader.optional(ASSISTANT_GREETING);
        List<String> suggestions = reader.optional(ASSISTANT_SUGGESTIONS);
        return new Assistant(
                name,
                prompt == null ? BUILT_IN.systemPrompt() : new PromptTemplate(prompt),
                parameters,
                window(reader),
                greeting == null && isStandard ? BUILT_IN.greeting() : greeting,
                suggestions == null ? (isStandard ? BUILT_IN.suggestions() : List.of()) : suggestions);
    }

    private static WindowPolicy window(SettingsReader reader) {
        WindowPolicy.TokenBudget recent = new WindowPolicy.TokenBudget(
                reader.value(ASSISTANT_WINDOW_TOKENS), reader.value(ASSISTANT_WINDOW_EXCHANGES));
        Integer foldAt = reader.optional(ASSISTANT_WINDOW_SUMMARISE_AT);
        return foldAt == null ? recent : new WindowPolicy.Summarising(recent, foldAt);
    }
}
