package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.text.Characters;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Named;

/** Texts that stores and wires like to damage. */
final class AwkwardTexts {

    private static final int MILLION = 1_000_000;

    private AwkwardTexts() {}

    /** Texts of any length. */
    static List<Named<String>> all() {
        return List.of(
                Named.of("emoji", "\uD83D\uDE00 smile \uD83D\uDC4D\uD83C\uDFFD"),
                Named.of("joined emoji", "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66"),
                Named.of(
                        "combining marks",
                        "e\u0301 a\u0308\u0323 \u1112\u1161\u11AB is not \u00E9 \u00E4\u0323 \uD55C"),
                Named.of("trailing blanks", "  before and after   "),
                Named.of("only blanks", "   "),
                Named.of("line ends", "one\r\ntwo\nthree\rfour\r\n"),
                Named.of("tabs", "\tone\t\ttwo\t"),
                Named.of("quotes", "N'quoted' ''twice'' \"double\" `back` \\ \\' "),
                Named.of("wildcards", "%_[a-z]%^[]__%%"),
                Named.of("markers", "? ?? :name <name> ${name} {0} @p1 #{x} $1"),
                Named.of("statement", "'; DROP TABLE chat_messages; -- /* */"),
                Named.of(
                        "right to left",
                        "\u05E9\u05DC\u05D5\u05DD \u200Fabc\u200E \u0645\u0631\u062D\u0628\u0627 \u202Ex\u202C"),
                Named.of("only a zero-width blank", "\u200b"),
                Named.of("byte order mark", "\uFEFFtext\uFEFF"),
                Named.of("non-characters", "\uFFFD \uFFFE \uFFFF \uDBFF\uDFFF"),
                Named.of("only NULL", "NULL"),
                Named.of("JSON", "{\"a\":[1,\"\\u0041\",null]}"),
                Named.of("emoji over a page's border", "a".repeat(3_999) + "\uD83D\uDE00" + "b".repeat(4_001)),
                Named.of("a million characters", "0123456789\u4E00\uD83D\uDE00 é\n".repeat(MILLION / 16)));
    }

    /** Texts that can be titles and names: on one line, not blank, at most so long. */
    static List<Named<String>> onOneLine(int longest) {
        return all().stream()
                .filter(text -> text.getPayload().length() <= longest
                        && !Characters.isBlank(text.getPayload())
                        && !Characters.hasUnprintable(text.getPayload()))
                .toList();
    }

    /** Texts that differ by so little that some databases take them for equal. */
    static List<String> nearlyEqual() {
        return List.of("a", "A", "a ", " a", "\u00E5", "a\u030A", "\u212B", "\uFF41", "a\u200b", "\u0430");
    }

    /** Compares without printing a million characters. */
    static void assertSame(String actual, String expected) {
        assertThat(Arrays.mismatch(actual.toCharArray(), expected.toCharArray()))
                .as("where the texts begin to differ (lengths %d and %d)", actual.length(), expected.length())
                .isEqualTo(-1);
    }
}
