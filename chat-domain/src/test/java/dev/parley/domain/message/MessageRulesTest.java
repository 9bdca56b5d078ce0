package dev.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.fixture.Texts;
import dev.parley.domain.message.MessageRules.Violation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRulesTest {

    private static final MessageRules RULES = MessageRules.STANDARD;

    static Stream<String> awkwardTexts() {
        return Texts.awkward().stream();
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void awkward_texts_are_good(String text) {
        assertThat(RULES.check(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r", "\u00A0", "\u3000", "\u2003\u2028", "\u200B", "\uFEFF\u200D \u2060"})
    void what_shows_nothing_is_blank(String text) {
        assertThat(RULES.check(text)).contains(new Violation.Blank());
    }

    @Test
    void four_thousand_code_points_are_allowed() {
        assertThat(RULES.check("a".repeat(4_000))).isEmpty();
        assertThat(RULES.check("😀".repeat(4_000))).isEmpty();
    }

    @Test
    void one_code_point_more_is_too_long() {
        assertThat(RULES.check("a".repeat(4_001))).contains(new Violation.TooLong(4_001, 4_000));
        assertThat(RULES.check("😀".repeat(4_001))).contains(new Violation.TooLong(4_001, 4_000));
    }

    @Test
    void combining_marks_count_by_themselves() {
        assertThat(new MessageRules(1).check("e\u0301")).contains(new Violation.TooLong(2, 1));
    }

    @Test
    void of_the_control_characters_only_tab_lf_and_cr_are_text() {
        for (char control = 0; control < 0xA0; control++) {
            boolean allowed =
                    control == '\t' || control == '\n' || control == '\r' || (control >= ' ' && control < 0x7F);
            var found = RULES.check("ab" + control + "c");
            if (allowed) {
                assertThat(found).as("U+%04X", (int) control).isEmpty();
            } else {
                assertThat(found).contains(new Violation.NotText(2, control));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"😀\uD83D", "😀\uD83Da", "😀\uDE00", "😀\uDE00\uD83D"})
    void half_a_surrogate_pair_is_not_text(String text) {
        assertThat(RULES.check(text)).contains(new Violation.NotText(2, text.charAt(2)));
    }

    @Test
    void each_violation_says_the_rule_and_its_limit() {
        assertThat(new Violation.Blank().rule()).contains("blank");
        assertThat(new Violation.TooLong(4_001, 4_000).rule()).contains("4000", "4001");
        assertThat(new Violation.NotText(17, 7).rule()).contains("index 17", "U+0007");
        assertThat(new Violation.NotText(0, 0xDE00).rule()).contains("index 0", "U+DE00");
    }

    @Test
    void a_limit_below_1_is_refused() {
        assertThatThrownBy(() -> new MessageRules(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
