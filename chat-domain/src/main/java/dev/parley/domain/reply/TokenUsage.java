package dev.parley.domain.reply;

/**
 * What a reply cost, in the model's tokens.
 *
 * @param promptTokens tokens read, at least 0
 * @param replyTokens tokens written, at least 0
 * @param estimated whether the provider told (false) or we guessed (true)
 */
public record TokenUsage(int promptTokens, int replyTokens, boolean estimated) {

    /** Refuses negative counts. */
    public TokenUsage {
        if (promptTokens < 0 || replyTokens < 0) {
            throw new IllegalArgumentException("tokens must be at least 0");
        }
    }
}
