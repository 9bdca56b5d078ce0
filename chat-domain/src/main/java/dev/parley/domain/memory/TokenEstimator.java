package dev.parley.domain.memory;

/** Guesses how many tokens a text is for a model. Pure. */
@FunctionalInterface
public interface TokenEstimator {

    /**
     * Rather too many than too few: one token per three characters of Latin text, one per character of CJK, emoji and
     * the like; 4 more for each message is added by the window.
     */
    TokenEstimator CAUTIOUS = CautiousTokenEstimator::estimate;

    /** At least 0; 0 only for the empty text. */
    int tokens(String text);
}
