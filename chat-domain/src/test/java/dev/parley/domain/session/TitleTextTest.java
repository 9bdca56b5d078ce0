package dev.parley.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TitleTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        Trains to Oslo               | Trains to Oslo
        Trains to Oslo.              | Trains to Oslo
        Trains to Oslo!              | Trains to Oslo
        Is there a train?            | Is there a train?
        "Trains to Oslo"             | Trains to Oslo
        "Trains to Oslo."            | Trains to Oslo
        'Trains to Oslo'             | Trains to Oslo
        “Trains to Oslo”             | Trains to Oslo
        „Züge nach Oslo“             | Züge nach Oslo
        «Trains pour Oslo»           | Trains pour Oslo
        「去奧斯陸的火車」             | 去奧斯陸的火車
        《去奥斯陆的火车》             | 去奥斯陆的火车
        去奧斯陸的火車。               | 去奧斯陸的火車
        **Trains to Oslo**           | Trains to Oslo
        **"Trains to Oslo"**         | Trains to Oslo
        # Trains to Oslo             | Trains to Oslo
        ### **Trains to Oslo**       | Trains to Oslo
        - Trains to Oslo             | Trains to Oslo
        1. Trains to Oslo            | Trains to Oslo
        `Trains` to __Oslo__         | Trains to Oslo
        *Trains to Oslo*             | Trains to Oslo
        Title: Trains to Oslo        | Trains to Oslo
        **Title:** Trains to Oslo    | Trains to Oslo
        Suggested title: "Trains"    | Trains
        標題：去奧斯陸的火車           | 去奧斯陸的火車
        <b>Trains</b> to Oslo        | Trains to Oslo
        [Trains](https://a.example)  | Trains
        Trains   to    Oslo          | Trains to Oslo
        "A" and "B"                  | "A" and "B"
        Peter's trains               | Peter's trains
        2026 trains                  | 2026 trains
        C# and *args                 | C# and *args
        """)
    void what_a_model_says_becomes_a_title(String said, String title) {
        assertThat(SessionTitle.generated(said)).contains(new SessionTitle(title, SessionTitle.Origin.GENERATED));
    }

    @Test
    void the_first_line_that_says_something_counts() {
        assertThat(SessionTitle.generated("\n\n```\n\n  Trains to Oslo\n```\nThis title says what it is about."))
                .contains(new SessionTitle("Trains to Oslo", SessionTitle.Origin.GENERATED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n ", "\"\"", "**", "```\n```", "…", "#", "Title:", "\u200B\u202E"})
    void where_nothing_is_left_there_is_no_title(String said) {
        assertThat(SessionTitle.generated(said)).isEmpty();
    }

    @Test
    void a_long_one_is_cut_between_words() {
        String title = SessionTitle.generated("word ".repeat(50)).orElseThrow().text();

        assertThat(title).hasSizeLessThanOrEqualTo(TitleText.LONGEST).endsWith("word…");
    }

    @Test
    void a_long_word_is_cut_between_characters() {
        String title =
                SessionTitle.generated("\uD83D\uDE00".repeat(100)).orElseThrow().text();

        assertThat(title.codePointCount(0, title.length())).isEqualTo(TitleText.LONGEST);
        assertThat(title).isEqualTo("\uD83D\uDE00".repeat(TitleText.LONGEST - 1) + "…");
    }

    @Test
    void characters_that_show_nothing_or_break_a_line_are_gone() {
        assertThat(SessionTitle.generated("Tra\u200Bins\u202E to\u0007Oslo")
                        .orElseThrow()
                        .text())
                .isEqualTo("Trains to Oslo");
    }
}
