package dev.parley.domain.memory;

import dev.parley.domain.prompt.PromptMessage;
import java.util.List;

/** What came of choosing a window. */
public sealed interface WindowDecision {

    /**
     * This is shown.
     *
     * @param messages system prompt first, newest message last
     * @param tokens what it is estimated at
     */
    record Chosen(List<PromptMessage> messages, int tokens) implements WindowDecision {

        /** Copies the list. */
        public Chosen {
            messages = List.copyOf(messages);
        }
    }

    /**
     * System prompt and newest message alone are over the budget. The run must be refused.
     *
     * @param tokens what they are estimated at
     * @param budget what was allowed
     */
    record TooLong(int tokens, int budget) implements WindowDecision {}
}
