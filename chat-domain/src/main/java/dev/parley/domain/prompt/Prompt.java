package dev.parley.domain.prompt;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All that a model is given for one reply.
 *
 * @param messages in order; the last one is what is to be answered
 * @param parameters how to answer
 */
public record Prompt(List<PromptMessage> messages, ModelParameters parameters) {

    /** Refuses an empty prompt. */
    public Prompt {
        messages = List.copyOf(messages);
        requireNonNull(parameters, "parameters");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs at least one message");
        }
    }
}
