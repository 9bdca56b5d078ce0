package dev.parley.adapter.llm;

import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a provider's chunks mean. An answer is complete when the provider has said so: by a finish_reason or by
 * {@code [DONE]} after text. A body that just ends is a cut-off answer, however clean its end.
 */
final class Answer {

    private final ReplyTokens guess;
    private boolean hasText;
    private @Nullable String finish;
    private @Nullable TokenUsage usage;

    Answer(Prompt prompt) {
        this.guess = new ReplyTokens(prompt);
    }

    /** What the reader is told; null if nothing. */
    @Nullable
    ReplyChunk accept(AnswerPart part) {
        return switch (part) {
            case Chunk chunk -> accept(chunk);
            case AnswerPart.Done ignored ->
                hasText || finish != null ? end("stop") : failed("[DONE] without an answer");
            case AnswerPart.EndOfBody ignored -> endOfBody();
        };
    }

    /** Whether the provider has said why it ended; what follows can be usage only. */
    boolean isFinished() {
        return finish != null;
    }

    /** The body has ended, or nothing more is to be hoped for from it. */
    ReplyChunk.End endOfBody() {
        return finish == null ? failed("cut off: the answer ended without finish_reason or [DONE]") : end(finish);
    }

    private @Nullable ReplyChunk accept(Chunk chunk) {
        if (chunk.error() != null) {
            return finish != null ? end(finish) : new ReplyChunk.Failed(ProviderFailures.inStream(chunk.error()));
        }
        usage = chunk.usage() != null ? chunk.usage() : usage;
        finish = finish == null ? chunk.finish() : finish;
        return chunk.text().isEmpty() ? null : delta(chunk.text());
    }

    private ReplyChunk delta(String text) {
        hasText = true;
        guess.add(text);
        return new ReplyChunk.TextDelta(text);
    }

    private ReplyChunk.End end(String unlessTold) {
        String word = finish == null ? unlessTold : finish;
        return FinishReasons.failure(word, hasText)
                .<ReplyChunk.End>map(ReplyChunk.Failed::new)
                .orElseGet(() -> new ReplyChunk.Completed(FinishReasons.reason(word), usage()));
    }

    private TokenUsage usage() {
        return usage == null ? guess.usage() : usage;
    }

    private static ReplyChunk.End failed(String detail) {
        return new ReplyChunk.Failed(ModelFailure.of(Kind.BAD_RESPONSE, detail));
    }
}
