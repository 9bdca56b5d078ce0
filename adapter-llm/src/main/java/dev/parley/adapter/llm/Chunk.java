package dev.parley.adapter.llm;

import dev.parley.domain.reply.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What one object of a provider's answer says, a chunk of a stream or a whole.
 *
 * @param text of the first choice; may be empty
 * @param atWork whether it shows the model at work without text: thoughts, calls of tools
 * @param finish why the first choice ended, in the provider's word; null if it goes on
 * @param usage what it cost; null if not told
 * @param error what went wrong; null if nothing
 */
record Chunk(
        String text,
        boolean atWork,
        @Nullable String finish,
        @Nullable TokenUsage usage,
        @Nullable ProviderError error) implements AnswerPart {

    /** Whether the model has said something, in contrast to a sign of life of the connection. */
    boolean isProgress() {
        return atWork || finish != null || !text.isEmpty();
    }

    Chunk finishedBy(String reason) {
        return new Chunk(text, atWork, reason, usage, error);
    }
}
