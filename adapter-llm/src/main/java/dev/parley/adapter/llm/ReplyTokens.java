package dev.parley.adapter.llm;

import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.TokenUsage;

/** Guesses the usage of a reply whose provider does not tell it, without keeping the text. */
final class ReplyTokens {

    /** Guessing piece by piece would round each piece up. */
    private static final int GUESSED_AT_ONCE = 4096;

    private static final int PER_MESSAGE = 4;

    private final Prompt prompt;
    private final StringBuilder text = new StringBuilder();
    private int tokens;

    ReplyTokens(Prompt prompt) {
        this.prompt = prompt;
    }

    void add(String piece) {
        text.append(piece);
        if (text.length() >= GUESSED_AT_ONCE) {
            guess();
        }
    }

    TokenUsage usage() {
        guess();
        int asked = 0;
        for (PromptMessage message : prompt.messages()) {
            asked += TokenEstimator.CAUTIOUS.tokens(message.text()) + PER_MESSAGE;
        }
        return new TokenUsage(asked, tokens, true);
    }

    private void guess() {
        tokens += TokenEstimator.CAUTIOUS.tokens(text.toString());
        text.setLength(0);
    }
}
