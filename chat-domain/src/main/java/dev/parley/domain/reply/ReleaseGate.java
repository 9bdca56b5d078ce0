package dev.parley.domain.reply;

import dev.parley.domain.text.Characters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a model's deltas is released. One gate per attempt, used by one thread. The texts it releases, joined,
 * are the reply: what it held back and never released never existed.
 *
 * <p>What is released in the end depends on the model's text alone, not on how it was cut into deltas:
 *
 * <ul>
 *   <li>A half surrogate pair waits for its other half; one that never gets it becomes U+FFFD, since it could be neither
 *       stored nor sent.
 *   <li>The reply ends before the stop word that begins first. The end of the text is held back as long as it may become
 *       a stop word, and not longer.
 *   <li>A reply that would be too long is cut to {@code longestReply}, or to one less if a pair would be cut. A stop word
 *       that begins right there still counts as a stop word.
 * </ul>
 *
 * <p>Takes time in proportion to the text, and memory in proportion to the stop words.
 */
public final class ReleaseGate {

    private static final int NOWHERE = Integer.MAX_VALUE;

    private final WholeCharacters characters = new WholeCharacters();
    private final List<StopWord> stopWords;
    private final int longestReply;

    /** Read and not released yet. */
    private final StringBuilder held = new StringBuilder();

    /** How much was released before {@link #held}; like all places here in UTF-16 units of the reply. */
    private int released;

    /** Where no stop word can begin any more before. */
    private int safe;

    /** Where the first stop word that was met begins. */
    private int stop = NOWHERE;

    private boolean closed;

    /**
     * A gate for one attempt.
     *
     * @param stopWords texts that end the reply and are not part of it; none empty, none with half surrogate pairs
     * @param longestReply in UTF-16 units, at least 1
     */
    public ReleaseGate(List<String> stopWords, int longestReply) {
        if (stopWords.stream().anyMatch(word -> word.isEmpty() || Characters.hasHalf(word))) {
            throw new IllegalArgumentException("a stop word must not be empty nor hold half characters");
        }
        if (longestReply < 1) {
            throw new IllegalArgumentException("longestReply must be at least 1, was " + longestReply);
        }
        this.stopWords = stopWords.stream().map(StopWord::new).toList();
        this.longestReply = longestReply;
    }

    /**
     * Takes a delta.
     *
     * @throws IllegalStateException if a step has ended the reply, or it was finished
     */
    public Step accept(String delta) {
        requireOpen();
        return step(read(characters.accept(delta)));
    }

    /**
     * The model has said all: what was held back is no stop word, and is released now. Not to be called for a reply that
     * was cancelled or broke off.
     *
     * @throws IllegalStateException if a step has ended the reply, or it was finished
     */
    public Step finish() {
        requireOpen();
        FinishReason reason = read(characters.finish());
        if (reason == null) {
            safe = released + held.length();
            reason = decide();
        }
        closed = true;
        return step(reason);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reply has ended");
        }
    }

    private @Nullable FinishReason read(String text) {
        FinishReason reason = null;
        for (int i = 0; i < text.length() && reason == null; i++) {
            held.append(text.charAt(i));
            look(text.charAt(i));
            reason = decide();
        }
        return reason;
    }

    private void look(char unit) {
        int end = released + held.length();
        int longest = 0;
        for (StopWord word : stopWords) {
            word.read(unit);
            longest = Math.max(longest, word.matched());
            if (word.met()) {
                stop = Math.min(stop, end - word.matched());
            }
        }
        safe = end - longest;
    }

    private @Nullable FinishReason decide() {
        if (stop <= Math.min(safe, longestReply)) {
            return FinishReason.STOP_WORD;
        }
        return safe > longestReply ? FinishReason.LENGTH : null;
    }

    private Step step(@Nullable FinishReason reason) {
        closed |= reason != null;
        int length = Math.min(Math.min(safe, stop), longestReply) - released;
        if (length > 0 && Character.isHighSurrogate(held.charAt(length - 1))) {
            length--;
        }
        String text = held.substring(0, length);
        held.delete(0, length);
        released += length;
        return new Step(text, reason);
    }

    /**
     * What a delta led to.
     *
     * @param released text to be released now; may be empty; never holds half a surrogate pair
     * @param ended STOP_WORD or LENGTH if the reply ends here, else null
     */
    public record Step(String released, @Nullable FinishReason ended) {}
}
