package dev.parley.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharactersTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", "😀", "\u0301", "\0", "\uFFFD", "👨‍👩‍👧"})
    void what_could_be_seen_is_not_blank(String text) {
        assertThat(Characters.isBlank(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "\u00A0", "\u2007", "\u202F", "\u3000", "\u2029", "\u200B", "\u00AD", "\uFEFF", "\u3164",
                "\u034F"
            })
    void white_space_of_any_script_is_blank(String text) {
        assertThat(Characters.isBlank(text)).isTrue();
    }

    @Test
    void a_surrogate_pair_counts_as_one() {
        assertThat(Characters.count("")).isZero();
        assertThat(Characters.count("a😀é")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDBFF", "\uDC00", "\uDFFF", "a\uD83D", "\uDE00\uD83D", "😀\uDE00"})
    void half_a_pair_is_found(String text) {
        assertThat(Characters.hasHalf(text)).isTrue();
        assertThat(Characters.hasUnprintable(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "😀", "\uD7FF", "\uE000", "\uFFFF"})
    void whole_characters_are_not_halves(String text) {
        assertThat(Characters.hasHalf(text)).isFalse();
        assertThat(Characters.hasUnprintable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\t", "\n", "\u001F", "\u007F", "\u0080", "\u009F", "\u2028", "\u2029"})
    void what_breaks_a_line_is_unprintable(String text) {
        assertThat(Characters.hasUnprintable("a" + text)).isTrue();
    }
}
