package dev.parley.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u202EAda",
                "A\u202Dda\u202C",
                "\u2066A\u2067da\u2068\u2069",
                "A\u200Eda\u200F\u061C",
                "A\u200Bda",
                "A\u200Cda",
                "A\u200Dda",
                "\uFEFFAda\u2060",
                "A\u00ADda",
                "A\u034Fda\u3164",
                "\u115F\u1160A\uFE0Fda",
                "Ada\uDB40\uDC41\uDB40\uDC7F",
            })
    void what_shows_nothing_is_dropped_from_a_name(String name) {
        assertThat(NameText.withoutTricks(name)).isEqualTo("Ada");
        assertThat(NameText.onOneLine(name, 100)).isEqualTo("Ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zoë O'Neill-Łukasz",
                "عبد الله",
                "שָׁלוֹם",
                "王小明",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "👩\u200D💻",
                "👩🏽\u200D🚀",
                "❤\uFE0F\u200D🔥",
                "1\uFE0F\u20E3",
                "葛\uDB40\uDD00城",
                ""
            })
    void names_of_all_scripts_and_emoji_stay(String name) {
        assertThat(NameText.withoutTricks(name)).isEqualTo(name);
        assertThat(NameText.onOneLine(name, 100)).isEqualTo(name);
    }

    @Test
    void a_joiner_needs_something_to_join() {
        assertThat(NameText.withoutTricks("\u200D👩\u200D")).isEqualTo("👩");
        assertThat(NameText.withoutTricks("👩\u200D\u200D💻")).isEqualTo("👩\u200D💻");
        assertThat(NameText.withoutTricks("❤\uFE0F\uFE0F\uFE0F")).isEqualTo("❤\uFE0F");
        assertThat(NameText.withoutTricks("ب\u200Ca")).isEqualTo("بa");
    }

    @Test
    void what_breaks_a_line_becomes_a_space() {
        assertThat(NameText.onOneLine("\r\nAda\u0000of\u2028the\u001B[31m\uD83D ", 100))
                .isEqualTo("Ada of the [31m");
        assertThat(NameText.withoutTricks("a\nb")).isEqualTo("a\nb");
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        assertThat(NameText.onOneLine("🥣".repeat(5), 3)).isEqualTo("🥣🥣🥣");
        assertThat(NameText.onOneLine("ab cd", 3)).isEqualTo("ab");
    }

    @Test
    void nothing_to_see_is_nothing() {
        assertThat(NameText.onOneLine("\u200B \u202E\n", 10)).isEmpty();
    }
}
