package dev.parley.domain.content;

import dev.parley.domain.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a text that comes in pieces back until a sentence is whole, and gives it on with masks. One filter per text, used
 * by one thread. The passages it gives, joined, are the whole text with masks; they are the same however the text was cut
 * into pieces.
 *
 * <p>It is at most one sentence behind. Of a sentence that gets very long, what can't change any more is given on: then it
 * holds back what may still become something to be masked, and a little more. What it holds at the end of the text comes
 * with {@link #finish}; who does not call that lets it fall.
 */
public final class SentenceFilter {

    /** A longer sentence is not held back as a whole. In UTF-16 units, and above anything that can be masked. */
    static final int LONGEST_SENTENCE = 512;

    /** It is given on in steps of so many units. */
    static final int STEP = 128;

    private static final int MOST_BEFORE = 256;

    /** So much of what was given on is kept for what follows it: numbers look at what stands before them. */
    private static final int KEPT = 8;

    private final Masker masker;
    private final SentenceEnds ends = new SentenceEnds();

    /** What was read of the sentence, but for its beginning if that was given on. */
    private final StringBuilder text = new StringBuilder();

    /** What was given on of the sentence. */
    private final StringBuilder given = new StringBuilder();

    /** Where in {@link #text} what is held back begins. */
    private int heldFrom;

    private int due = LONGEST_SENTENCE;

    /**
     * A part of a text that may be shown now.
     *
     * @param before what was given on of the same sentence before; of a very long one its end
     * @param text not empty
     */
    public record Passage(String before, String text) {}

    /** A filter that masks. */
    public SentenceFilter(Masker masker) {
        this.masker = masker;
    }

    /** Takes a piece. What may be shown now, in order; may be empty. The piece must not end in half a surrogate pair. */
    public List<Passage> accept(String piece) {
        var passages = new ArrayList<Passage>(1);
        for (int i = 0; i < piece.length(); i++) {
            read(piece.charAt(i), passages);
        }
        return passages;
    }

    /** Nothing more will come: the rest. */
    public List<Passage> finish() {
        var passages = new ArrayList<Passage>(1);
        endSentence(passages);
        return passages;
    }

    private void read(char unit, List<Passage> passages) {
        if (ends.endsBefore(unit)) {
            endSentence(passages);
        }
        text.append(unit);
        if (ends.endsWith(unit)) {
            endSentence(passages);
        } else if (text.length() - heldFrom >= due && !Character.isHighSurrogate(unit)) {
            flow(passages);
        }
    }

    private void endSentence(List<Passage> passages) {
        if (heldFrom < text.length()) {
            passages.add(new Passage(given.toString(), masker.maskFrom(text, heldFrom)));
        }
        text.setLength(0);
        given.setLength(0);
        heldFrom = 0;
        due = LONGEST_SENTENCE;
    }

    private void flow(List<Passage> passages) {
        Masker.Part part = masker.maskDecided(text, heldFrom);
        if (part.end() > heldFrom) {
            passages.add(new Passage(given.toString(), part.masked()));
            give(part.masked());
        }
        int kept = Math.max(0, part.end() - KEPT);
        text.delete(0, kept);
        heldFrom = part.end() - kept;
        due = text.length() - heldFrom + STEP;
    }

    private void give(String masked) {
        given.append(masked);
        int from = given.length() - MOST_BEFORE;
        if (from <= 0) {
            return;
        }
        while (from < given.length() && !begins(from)) {
            from++;
        }
        given.delete(0, from);
    }

    private boolean begins(int index) {
        char unit = given.charAt(index);
        return !Character.isLowSurrogate(unit) && !Words.join(given.charAt(index - 1), unit);
    }
}
