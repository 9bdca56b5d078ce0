package dev.parley.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StopWordTest {

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void it_knows_how_much_of_it_the_text_ends_in(int seed) {
        var random = new Random(seed);
        String word = letters(random, 1 + random.nextInt(6));
        String text = letters(random, 100);
        var stopWord = new StopWord(word);

        for (int end = 1; end <= text.length(); end++) {
            stopWord.read(text.charAt(end - 1));

            assertThat(stopWord.matched())
                    .as("seed %d: %s in %s", seed, word, text.substring(0, end))
                    .isEqualTo(longestBeginning(word, text.substring(0, end)));
            assertThat(stopWord.met()).isEqualTo(text.substring(0, end).endsWith(word));
        }
    }

    private static int longestBeginning(String word, String text) {
        int length = word.length();
        while (!text.endsWith(word.substring(0, length))) {
            length--;
        }
        return length;
    }

    private static String letters(Random random, int length) {
        var letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(2)));
        }
        return letters.toString();
    }
}
