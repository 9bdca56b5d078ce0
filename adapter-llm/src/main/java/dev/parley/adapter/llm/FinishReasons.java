package dev.parley.adapter.llm;

import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import java.util.Locale;
import java.util.Optional;

/** What providers' words for the end of an answer mean. */
final class FinishReasons {

    private FinishReasons() {}

    /** What the word says went wrong; empty if the answer is complete. */
    static Optional<ModelFailure> failure(String word, boolean hasText) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "error", "abort", "aborted", "cancelled", "canceled" ->
                failed(Kind.UNAVAILABLE, "the provider broke the answer off");
            case "insufficient_system_resource" -> failed(Kind.OVERLOADED, "the provider ran out of resources");
            case "tool_calls", "function_call" ->
                hasText ? Optional.empty() : failed(Kind.BAD_RESPONSE, "the model called a tool and none was offered");
            default -> Optional.empty();
        };
    }

    /** Why a complete answer is complete; a word nobody knows means STOP. */
    static FinishReason reason(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
            case "content_filter", "safety", "sensitive" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    private static Optional<ModelFailure> failed(Kind kind, String detail) {
        return Optional.of(ModelFailure.of(kind, detail));
    }
}
