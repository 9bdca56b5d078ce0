package dev.parley.domain.reply;

/** Looks for one stop word in a text that is read unit by unit, without ever going back (Knuth, Morris and Pratt). */
final class StopWord {

    private final String word;

    /** By length of a beginning of the word: the longest shorter beginning that it ends in. */
    private final int[] fallbacks;

    private int matched;

    StopWord(String word) {
        this.word = word;
        this.fallbacks = new int[word.length() + 1];
        int length = 0;
        for (int i = 1; i < word.length(); i++) {
            length = extend(length, word.charAt(i));
            fallbacks[i + 1] = length;
        }
    }

    /** Reads the next unit of the text. */
    void read(char unit) {
        matched = extend(matched == word.length() ? fallbacks[matched] : matched, unit);
    }

    /** How many of the last units read are a beginning of the word: the longest such end of the text. */
    int matched() {
        return matched;
    }

    /** Whether the text read so far ends in the word. */
    boolean met() {
        return matched == word.length();
    }

    private int extend(int beginning, char unit) {
        int length = beginning;
        while (length > 0 && word.charAt(length) != unit) {
            length = fallbacks[length];
        }
        return word.charAt(length) == unit ? length + 1 : 0;
    }
}
