package dev.parley.domain.memory;

/**
 * Counts UTF-16 units by script, since no tokenizer is at hand: the tokenizers of today find long tokens in Latin text
 * only.
 */
final class CautiousTokenEstimator {

    private static final int LATIN_PER_TOKEN = 3;
    private static final int LATIN_ENDS = 0x0250;

    private CautiousTokenEstimator() {}

    static int estimate(String text) {
        int latin = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < LATIN_ENDS) {
                latin++;
            } else {
                other++;
            }
        }
        return (latin + LATIN_PER_TOKEN - 1) / LATIN_PER_TOKEN + other;
    }
}
