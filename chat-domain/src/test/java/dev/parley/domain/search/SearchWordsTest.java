package dev.parley.domain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            oslo                     | oslo
            oslo train               | oslo,train
            "night train"            | night train
            oslo "night train" nine  | oslo,night train,nine
            “night train” oslo       | night train,oslo
            oslo"night train"        | oslo,night train
            "night train             | night train
            a "" b                   | a,b
            火車 奧斯陸                | 火車,奧斯陸
            火車\u3000奧斯陸            | 火車,奧斯陸
            100% [a_b]               | 100%,[a_b]
            """)
    void words_and_phrases_are_read(String written, String parts) {
        assertThat(SearchWords.parse(written).parts())
                .isEqualTo(List.of(parts.replace("\\u3000", " ").split(",", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", "\u200B", "a\u0000b", "a\nb", "\uD83D", "1 2 3 4 5 6 7 8 9"})
    void what_can_not_be_looked_for_is_refused(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchWords.parse(written))
                .withMessageStartingWith("must");
    }

    @Test
    void a_search_has_a_length() {
        assertThat(SearchWords.parse("a".repeat(200)).parts()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> SearchWords.parse("a".repeat(201)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            The Night Train to OSLO. | oslo           | true
            The Night Train to OSLO. | OSLO night     | true
            The Night Train to OSLO. | "night train"  | true
            The Night Train to OSLO. | "train night"  | false
            The Night Train to OSLO. | oslo bergen    | false
            The Night Train to OSLO. | rai            | true
            ÜBER DEN FLUSS           | über fluss     | true
            ΟΔΟΣ ΟΔΟΣ                | οδος           | true
            去奧斯陸的火車             | 奧斯陸          | true
            100 % sure               | 100%           | false
            a_b                      | a%b            | false
            """)
    void all_of_them_must_be_there(String text, String words, boolean found) {
        assertThat(SearchWords.parse(words).areIn(text)).isEqualTo(found);
    }

    @Test
    void places_stay_where_they_are_in_one_case() {
        String odd = "İstanbul ŉ ß ǆ \uD801\uDC28 ﬁ";

        assertThat(SearchWords.folded(odd)).hasSameSizeAs(odd);
    }
}
