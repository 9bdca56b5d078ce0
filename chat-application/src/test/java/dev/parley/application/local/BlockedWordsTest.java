package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.application.contract.ModerationContract;
import dev.parley.application.port.out.Moderation;
import dev.parley.application.port.out.Moderation.Speaker;
import dev.parley.application.port.out.Moderation.Submission;
import dev.parley.application.port.out.Moderation.Verdict;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedWordsTest extends ModerationContract {

    @Override
    protected Moderation moderation() {
        return new BlockedWords(List.of("zqxjword"));
    }

    @Override
    protected String rejected() {
        return "zqxjword";
    }

    @Override
    protected String allowed() {
        return "Good morning";
    }

    private static boolean rejects(List<String> words, String text) {
        return new BlockedWords(words).judge(new Submission(TenantId.DEFAULT, Speaker.PERSON, text))
                instanceof Verdict.Rejected;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ass",
                "You ASS!",
                "(ass)",
                "_ass_",
                "ass-hat",
                "\uFF41\uFF33\uFF53",
                "a\u200Bs\u00ADs",
                "\u202Ea\u2060ss\u202C",
                "a\uFE0Fss",
                "你ass好",
                "\u24D0\u24E2\u24E2"
            })
    void a_word_is_found_however_it_is_written(String text) {
        assertThat(rejects(List.of("ass"), text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "assume", "bass", "ass1", "as s", "âss", "assé", "", "аss (with a Cyrillic a)"})
    void a_part_of_a_word_is_another_word(String text) {
        assertThat(rejects(List.of("ass"), text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"毒品,我要買毒品嗎,true", "毒品,毒藥品,false", "바보,너는바보야,true", "ばか,おばかさん,true", "ยาบ้า,ขายยาบ้าที่นี่,true"})
    void a_word_of_a_script_without_breaks_is_found_anywhere(String word, String text, boolean found) {
        assertThat(rejects(List.of(word), text)).isEqualTo(found);
    }

    @Test
    void a_word_of_two_scripts_needs_a_break_on_one_side() {
        assertThat(rejects(List.of("vx毒气"), "有vx毒气吗")).isTrue();
        assertThat(rejects(List.of("vx毒气"), "avx毒气")).isFalse();
    }

    @Test
    void a_phrase_is_found_over_any_white_space() {
        assertThat(rejects(List.of("very bad  thing"), "a Very\n\tBAD\u3000thing."))
                .isTrue();
        assertThat(rejects(List.of("very bad thing"), "very bad things")).isFalse();
        assertThat(rejects(List.of("very bad thing"), "verybadthing")).isFalse();
    }

    @Test
    void words_that_begin_and_end_alike_are_all_found() {
        List<String> words = List.of("he", "she", "his", "hers", "c++", "straße", "ﬁsh");

        for (String text : List.of("he", "xx she", "his.", "a hers b", "use C++!", "STRASSE", "fish", "ashe she")) {
            assertThat(rejects(words, text)).as(text).isTrue();
        }
        for (String text : List.of("ushers", "hershe", "hi s", "strasse1", "ashe", "")) {
            assertThat(rejects(words, text)).as(text).isFalse();
        }
    }

    @Test
    void the_same_is_found_as_by_looking_at_every_place() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            List<String> words = IntStream.range(0, 5)
                    .mapToObj(i -> letters(random, 1 + random.nextInt(4), "ab"))
                    .toList();
            String text = letters(random, random.nextInt(20), "ab ");

            boolean expected = words.stream()
                    .anyMatch(word -> (" " + text.replaceAll(" +", " ") + " ").contains(" " + word + " "));
            assertThat(rejects(words, text))
                    .as("seed %d, %s in %s", seed, words, text)
                    .isEqualTo(expected);
        }
    }

    private static String letters(Random random, int length, String alphabet) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(alphabet::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    @Test
    void no_words_block_nothing() {
        assertThat(rejects(List.of(), "anything")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u200B"})
    void a_word_that_shows_nothing_is_refused(String word) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlockedWords(List.of("good", word)));
    }
}
