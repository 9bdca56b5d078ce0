package dev.parley.domain.memory;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.message.Turn;
import dev.parley.domain.prompt.PromptMessage;
import java.util.List;

/**
 * One turn as a model sees it: a question and what answered it. Kept or dropped as a whole.
 *
 * @param turn its ordinal
 * @param messages in order, at least one; none is blank
 */
public record Exchange(Turn turn, List<PromptMessage> messages) {

    /** Refuses the empty exchange; copies the list. */
    public Exchange {
        requireNonNull(turn, "turn");
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("an exchange has at least one message");
        }
    }
}
