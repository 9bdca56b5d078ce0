package dev.parley.domain.memory;

/** Guesses how many tokens a text is for a model. Pure. */
@FunctionalInterface
public interface TokenEstimator {

    /**
     * Rather too many than too few: one token for three characters of Latin text, one for each UTF-16 unit of anything
     * else (so one for a Chinese character, two or more for an emoji). What a message costs beside its text is added by
     * the window.
     */
    TokenEstimator CAUTIOUS = CautiousTokenEstimator::estimate;

    /** At least 0; 0 only for the empty text. */
    int tokens(String text);
}
