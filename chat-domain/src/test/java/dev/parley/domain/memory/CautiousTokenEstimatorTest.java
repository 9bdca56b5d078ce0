package dev.parley.domain.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.fixture.Texts;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CautiousTokenEstimatorTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "a, 1",
        "' ', 1",
        "abc, 1",
        "abcd, 2",
        "grüße, 2",
        "中, 1",
        "中文字, 3",
        "ab中, 2",
        "я, 1",
        "привет, 6",
        "สวัสดี, 6",
        "😀, 2",
        "👨‍👩‍👧, 8"
    })
    void latin_is_cheap_and_the_rest_is_not(String text, int tokens) {
        assertThat(TokenEstimator.CAUTIOUS.tokens(text)).isEqualTo(tokens);
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_text_is_free_and_more_text_is_never_cheaper(int seed) {
        var random = new Random(seed);
        String text = Texts.random(random, 1 + random.nextInt(20));
        String more = text + Texts.random(random, 1);

        int tokens = TokenEstimator.CAUTIOUS.tokens(text);

        assertThat(tokens).as("seed %d", seed).isPositive().isLessThanOrEqualTo(text.length());
        assertThat(TokenEstimator.CAUTIOUS.tokens(more)).as("seed %d", seed).isGreaterThanOrEqualTo(tokens);
    }
}
