package dev.parley.domain.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.text.Characters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnippetTest {

    private static Snippet of(String text, String words) {
        return Snippet.of(text, SearchWords.parse(words));
    }

    private static List<String> highlighted(Snippet snippet) {
        return snippet.highlights().stream()
                .map(span -> snippet.text().substring(span.start(), span.end()))
                .toList();
    }

    @Test
    void a_short_text_is_shown_whole() {
        Snippet snippet = of("The night train to Oslo", "oslo \"night train\"");

        assertThat(snippet.text()).isEqualTo("The night train to Oslo");
        assertThat(snippet.highlights()).containsExactly(new Snippet.Span(4, 15), new Snippet.Span(19, 23));
    }

    @Test
    void a_long_text_is_shown_around_the_first_of_them() {
        Snippet snippet = of("before ".repeat(100) + "Oslo" + " after".repeat(100), "oslo");

        assertThat(snippet.text()).startsWith("…before ").endsWith("…").contains("before Oslo after");
        assertThat(snippet.text()).hasSizeLessThanOrEqualTo(Snippet.LENGTH + 2);
        assertThat(highlighted(snippet)).containsExactly("Oslo");
    }

    @Test
    void what_overlaps_or_touches_is_one() {
        assertThat(highlighted(of("night trainset", "\"night train\" trainset")))
                .containsExactly("night trainset");
        assertThat(highlighted(of("aaaa b aa", "aa"))).containsExactly("aaaa", "aa");
    }

    @Test
    void a_text_of_many_lines_is_shown_on_one() {
        Snippet snippet = of("first\r\nsecond\tthird", "second");

        assertThat(snippet.text()).isEqualTo("first  second third");
        assertThat(highlighted(snippet)).containsExactly("second");
    }

    @Test
    void half_a_character_is_never_shown() {
        for (int shift = 0; shift < 4; shift++) {
            Snippet snippet =
                    of("x".repeat(shift) + "\uD83D\uDE00".repeat(500) + "Oslo" + "\uD83D\uDE00".repeat(500), "oslo");

            assertThat(Characters.hasHalf(snippet.text())).isFalse();
            assertThat(highlighted(snippet)).containsExactly("Oslo");
        }
    }

    @Test
    void a_text_without_any_of_them_is_shown_from_its_beginning() {
        assertThat(of("nothing here", "oslo")).isEqualTo(new Snippet("nothing here", List.of()));
    }

    @Test
    void whatever_is_highlighted_is_what_was_looked_for() {
        var random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            var text = new StringBuilder();
            int length = random.nextInt(600);
            for (int i = 0; i < length; i++) {
                text.append("abß \n\uD83D\uDE00".charAt(random.nextInt(7)));
            }
            Snippet snippet = of(text.toString(), "ab ß");
            int last = -1;
            for (Snippet.Span span : snippet.highlights()) {
                assertThat(span.start()).isGreaterThan(last);
                assertThat(snippet.text().substring(span.start(), span.end())).matches("[abAB ß]+");
                last = span.end();
            }
            assertThat(snippet.text()).hasSizeLessThanOrEqualTo(Snippet.LENGTH + 2);
        }
    }
}
