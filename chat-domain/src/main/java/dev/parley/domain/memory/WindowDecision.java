package dev.parley.domain.memory;

import dev.parley.domain.prompt.PromptMessage;
import java.util.List;

/** What came of choosing a window. */
public sealed interface WindowDecision {

    /**
     * This is shown.
     *
     * @param messages system prompt first, newest message last
     * @param tokens what it is estimated at; never above the budget, if the policy has one
     * @param exchangesShown how many of the given exchanges are in it
     * @param exchangesLeftOut how many of them are neither in it nor told by its summary
     * @param summaryLeftOut whether a summary that should be in it did not fit
     */
    record Chosen(
            List<PromptMessage> messages, int tokens, int exchangesShown, int exchangesLeftOut, boolean summaryLeftOut)
            implements WindowDecision {

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
