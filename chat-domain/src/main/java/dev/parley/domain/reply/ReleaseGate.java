package dev.parley.domain.reply;

import java.util.List;

/**
 * Decides what of a model's deltas is released. Holds back half surrogate pairs and what may become a stop word; cuts at
 * a stop word and at the longest length. One gate per attempt, used by one thread.
 *
 * <p>The texts it releases, joined, are the reply: what it held back and never released never existed.
 */
public final class ReleaseGate {

    /**
     * A closed-off gate for one attempt.
     *
     * @param stopWords texts that end the reply and are not part of it
     * @param longestReply in UTF-16 units
     */
    public ReleaseGate(List<String> stopWords, int longestReply) {}

    /** Takes a delta. After a {@link Step#ended} step it must not be called again. */
    public Step accept(String delta) {
        throw new IllegalStateException("being written");
    }

    /** The model has ended: what was held back and is not half a character is released now. */
    public Step finish() {
        throw new IllegalStateException("being written");
    }

    /**
     * What a delta led to.
     *
     * @param released text to be released now; may be empty; never ends or begins in half a pair
     * @param ended STOP_WORD or LENGTH if the reply ends here, else null
     */
    public record Step(
            String released,
            @org.jspecify.annotations.Nullable FinishReason ended) {}
}
