package dev.parley.bootstrap.settings;

import static dev.parley.bootstrap.settings.Keys.ASSISTANT_GREETING;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_MAX_TOKENS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_MODEL;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_STOP_WORDS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_SUGGESTIONS;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_SYSTEM_PROMPT;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_TEMPERATURE;
import static dev.parley.bootstrap.settings.Keys.ASSISTANT_VARIABLES;
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
import java.util.stream.Collectors;

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
                Assistant assistant = assistant(new AssistantName(name), reader);
                refuseUnknownVariables(assistant, values);
                assistants.add(assistant);
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

    /** Told now, and not to the first person who asks. */
    private void refuseUnknownVariables(Assistant assistant, Map<String, Given> values) {
        List<String> unknown = assistant.systemPrompt().variables().stream()
                .filter(variable -> !PromptTemplate.BUILT_IN.contains(variable))
                .toList();
        if (!unknown.isEmpty()) {
            String name = assistant.name().value();
            Given prompt = values.get(ASSISTANT_SYSTEM_PROMPT.key());
            problems.add(new Problem(
                    ASSISTANT_SYSTEM_PROMPT.keyOf(name),
                    inBraces(unknown),
                    "may hold " + inBraces(PromptTemplate.BUILT_IN) + " and what " + ASSISTANT_VARIABLES.keyOf(name)
                            + " names",
                    prompt == null ? null : prompt.origin()));
        }
    }

    private static String inBraces(List<String> variables) {
        return variables.stream().map(variable -> "{" + variable + "}").collect(Collectors.joining(", "));
    }

    private static Assistant assistant(AssistantName name, SettingsReader reader) {
        boolean isStandard = name.equals(AssistantName.STANDARD);
        ModelParameters parameters = new ModelParameters(
                reader.optional(ASSISTANT_MODEL),
                reader.value(ASSISTANT_TEMPERATURE),
                reader.value(ASSISTANT_MAX_TOKENS),
                reader.value(ASSISTANT_STOP_WORDS));
        String prompt = reader.optional(ASSISTANT_SYSTEM_PROMPT);
        Map<String, String> variables = reader.optional(ASSISTANT_VARIABLES);
        PromptTemplate template = prompt == null ? BUILT_IN.systemPrompt() : new PromptTemplate(prompt);
        String greeting = reader.optional(ASSISTANT_GREETING);
        List<String> suggestions = reader.optional(ASSISTANT_SUGGESTIONS);
        return new Assistant(
                name,
                variables == null ? template : template.with(variables),
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
