package dev.parley.domain.prompt;

import dev.parley.domain.text.Characters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a model what a conversation should be called. What was said in it is shown as data. Pure. */
public final class TitleTask {

    private static final String TASK = """
        Name the conversation you are given, so that its user finds it again in a list. Answer with the name alone: \
        at most six words, in the language of the conversation, without quotation marks, markup or a full stop.\
        """;

    private static final String HEADING = "This is how the conversation began.";
    private static final Pattern QUESTION = Pattern.compile("(?s)> user: (.*?)(?:\n> assistant: .*)?");

    /** How much of a message is shown, in code points: a name is made of beginnings. */
    private static final int SHOWN = 1_000;

    private static final double TEMPERATURE = 0.2;

    /** More than a name takes, for models that think aloud. */
    private static final int MOST_TOKENS = 200;

    private TitleTask() {}

    /**
     * The prompt that asks for a name.
     *
     * @param question what the user said first
     * @param answer what was answered; may be empty
     * @param model which model; null for the adapter's own
     */
    public static Prompt prompt(String question, String answer, @Nullable String model) {
        String said = "user: " + beginning(question) + (answer.isEmpty() ? "" : "\nassistant: " + beginning(answer));
        return new Prompt(
                List.of(
                        new PromptMessage(PromptMessage.Role.SYSTEM, TASK),
                        new PromptMessage(PromptMessage.Role.USER, DataBlock.of(HEADING, said))),
                new ModelParameters(model, TEMPERATURE, MOST_TOKENS, List.of()));
    }

    /** What the user said first, of a prompt that asks for a name; empty if it is another prompt. For models that go by rule. */
    public static Optional<String> questionOf(Prompt prompt) {
        if (!prompt.messages().getFirst().text().equals(TASK)) {
            return Optional.empty();
        }
        String block = prompt.messages().getLast().text();
        Matcher said = QUESTION.matcher(block.substring(block.indexOf('\n') + 1));
        return said.matches() ? Optional.of(said.group(1).replace("\n> ", "\n")) : Optional.empty();
    }

    private static String beginning(String text) {
        return text.substring(0, text.offsetByCodePoints(0, Math.min(SHOWN, Characters.count(text))));
    }
}
