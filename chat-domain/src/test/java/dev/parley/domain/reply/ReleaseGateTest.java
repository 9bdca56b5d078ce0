package dev.parley.domain.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.domain.reply.ReleaseGate.Step;
import dev.parley.domain.text.Characters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseGateTest {

    private static final int LONG = 1_000;

    @Test
    void text_without_stop_words_is_released_at_once() {
        var gate = new ReleaseGate(List.of(), LONG);

        assertThat(gate.accept("Hel")).isEqualTo(new Step("Hel", null));
        assertThat(gate.accept("lo")).isEqualTo(new Step("lo", null));
        assertThat(gate.finish()).isEqualTo(new Step("", null));
    }

    @Test
    void an_empty_delta_releases_nothing() {
        assertThat(new ReleaseGate(List.of("x"), LONG).accept("")).isEqualTo(new Step("", null));
    }

    @Test
    void what_may_become_a_stop_word_is_held_back() {
        var gate = new ReleaseGate(List.of("User:"), LONG);

        assertThat(gate.accept("Hi Us")).isEqualTo(new Step("Hi ", null));
        assertThat(gate.accept("e")).isEqualTo(new Step("", null));
        assertThat(gate.accept("ful")).isEqualTo(new Step("Useful", null));
    }

    @Test
    void only_the_part_that_may_become_one_stays_held() {
        var gate = new ReleaseGate(List.of("aab"), LONG);

        assertThat(gate.accept("aa")).isEqualTo(new Step("", null));
        assertThat(gate.accept("a")).isEqualTo(new Step("a", null));
        assertThat(gate.accept("ac")).isEqualTo(new Step("aaac", null));
    }

    @Test
    void a_stop_word_over_three_deltas_ends_the_reply() {
        var gate = new ReleaseGate(List.of("User:"), LONG);

        assertThat(gate.accept("Bye.U").released()).isEqualTo("Bye.");
        assertThat(gate.accept("ser").released()).isEmpty();
        assertThat(gate.accept(": more")).isEqualTo(new Step("", FinishReason.STOP_WORD));
    }

    @Test
    void a_stop_word_within_a_delta_cuts_it() {
        assertThat(new ReleaseGate(List.of("STOP"), LONG).accept("one STOP two"))
                .isEqualTo(new Step("one ", FinishReason.STOP_WORD));
    }

    @Test
    void a_stop_word_at_the_very_beginning_leaves_nothing() {
        assertThat(new ReleaseGate(List.of("STOP"), LONG).accept("STOP"))
                .isEqualTo(new Step("", FinishReason.STOP_WORD));
    }

    @Test
    void of_two_with_one_beginning_the_shorter_decides() {
        assertThat(new ReleaseGate(List.of("User:", "U"), LONG).accept("aU"))
                .isEqualTo(new Step("a", FinishReason.STOP_WORD));
    }

    @Test
    void one_that_begins_earlier_wins_over_one_inside_it() {
        var gate = new ReleaseGate(List.of("abcd", "bc"), LONG);

        assertThat(gate.accept("xabc")).isEqualTo(new Step("x", null));
        assertThat(gate.accept("d")).isEqualTo(new Step("", FinishReason.STOP_WORD));
    }

    @Test
    void one_inside_wins_when_the_earlier_does_not_come() {
        var gate = new ReleaseGate(List.of("abcd", "bc"), LONG);

        assertThat(gate.accept("xabc")).isEqualTo(new Step("x", null));
        assertThat(gate.accept("e")).isEqualTo(new Step("a", FinishReason.STOP_WORD));
    }

    @Test
    void one_inside_wins_when_the_text_ends() {
        var gate = new ReleaseGate(List.of("abcd", "bc"), LONG);

        assertThat(gate.accept("xabc").released()).isEqualTo("x");
        assertThat(gate.finish()).isEqualTo(new Step("a", FinishReason.STOP_WORD));
    }

    @Test
    void a_beginning_of_a_stop_word_is_released_at_the_end() {
        var gate = new ReleaseGate(List.of("User:"), LONG);

        assertThat(gate.accept("Hi Us").released()).isEqualTo("Hi ");
        assertThat(gate.finish()).isEqualTo(new Step("Us", null));
    }

    @Test
    void half_a_pair_waits_for_its_other_half() {
        var gate = new ReleaseGate(List.of(), LONG);

        assertThat(gate.accept("a\uD83D")).isEqualTo(new Step("a", null));
        assertThat(gate.accept("\uDE00b")).isEqualTo(new Step("😀b", null));
    }

    @Test
    void half_a_pair_that_stays_alone_is_replaced() {
        var gate = new ReleaseGate(List.of(), LONG);

        assertThat(gate.accept("a\uD83Db\uDE00").released()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(gate.accept("\uD83D").released()).isEmpty();
        assertThat(gate.accept("\uD83D").released()).isEqualTo("\uFFFD");
        assertThat(gate.finish()).isEqualTo(new Step("\uFFFD", null));
    }

    @Test
    void a_stop_word_may_be_an_emoji() {
        var gate = new ReleaseGate(List.of("😀"), LONG);

        assertThat(gate.accept("😁\uD83D")).isEqualTo(new Step("😁", null));
        assertThat(gate.accept("\uDE00")).isEqualTo(new Step("", FinishReason.STOP_WORD));
    }

    @Test
    void a_reply_of_exactly_the_longest_length_is_not_cut() {
        var gate = new ReleaseGate(List.of(), 5);

        assertThat(gate.accept("12345")).isEqualTo(new Step("12345", null));
        assertThat(gate.finish()).isEqualTo(new Step("", null));
    }

    @Test
    void a_reply_beyond_the_longest_length_is_cut() {
        var gate = new ReleaseGate(List.of(), 5);

        assertThat(gate.accept("123")).isEqualTo(new Step("123", null));
        assertThat(gate.accept("45678")).isEqualTo(new Step("45", FinishReason.LENGTH));
    }

    @Test
    void a_pair_is_not_cut_by_the_longest_length() {
        assertThat(new ReleaseGate(List.of(), 5).accept("1234😀")).isEqualTo(new Step("1234", FinishReason.LENGTH));
        assertThat(new ReleaseGate(List.of(), 1).accept("😀")).isEqualTo(new Step("", FinishReason.LENGTH));
    }

    @Test
    void a_stop_word_right_at_the_longest_length_counts() {
        var gate = new ReleaseGate(List.of("STOP"), 3);

        assertThat(gate.accept("abcST")).isEqualTo(new Step("abc", null));
        assertThat(gate.accept("OP")).isEqualTo(new Step("", FinishReason.STOP_WORD));
    }

    @Test
    void a_beginning_beyond_the_longest_length_is_cut_at_the_end() {
        var gate = new ReleaseGate(List.of("STOP"), 3);

        assertThat(gate.accept("abcST")).isEqualTo(new Step("abc", null));
        assertThat(gate.finish()).isEqualTo(new Step("", FinishReason.LENGTH));
    }

    @Test
    void after_its_end_a_gate_takes_nothing() {
        var stopped = new ReleaseGate(List.of("x"), LONG);
        stopped.accept("x");
        var finished = new ReleaseGate(List.of(), LONG);
        finished.finish();

        assertThatThrownBy(() -> stopped.accept("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(stopped::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> finished.accept("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(finished::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void impossible_stop_words_and_lengths_are_refused() {
        assertThatThrownBy(() -> new ReleaseGate(List.of(""), LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReleaseGate(List.of("a\uD83D"), LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReleaseGate(List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Few letters, so that stop words are met and nearly met all the time. */
    private static final List<String> LETTERS = List.of("a", "b", "b", "\n", "é", "😀", "😁", "\uD83D", "\uDE00");

    private static final List<String> WHOLE_LETTERS = LETTERS.subList(0, 7);

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_reply_depends_on_the_text_and_not_on_its_pieces(int seed) {
        for (int round = 0; round < 40; round++) {
            var random = new Random(seed * 1_000L + round);
            List<String> stopWords = stopWords(random);
            int longest = 1 + random.nextInt(60);
            String text = word(random, LETTERS, random.nextInt(60));
            Reply whole = oracle(text, stopWords, longest);

            Reply streamed = stream(pieces(random, text), stopWords, longest);

            assertThat(streamed)
                    .as("seed %d round %d: %s at most %d of %s", seed, round, stopWords, longest, text)
                    .isEqualTo(whole);
        }
    }

    private record Reply(String text, FinishReason reason) {}

    private static Reply stream(List<String> pieces, List<String> stopWords, int longest) {
        var gate = new ReleaseGate(stopWords, longest);
        var released = new StringBuilder();
        String read = "";
        for (String piece : pieces) {
            read += piece;
            Step step = gate.accept(piece);
            released.append(checked(step.released()));
            if (step.ended() != null) {
                return new Reply(released.toString(), step.ended());
            }
            assertNothingIsHeldInVain(read, released.toString(), stopWords);
        }
        Step last = gate.finish();
        released.append(checked(last.released()));
        return new Reply(released.toString(), last.ended());
    }

    private static String checked(String released) {
        assertThat(Characters.hasHalf(released)).as("half a pair in a piece").isFalse();
        return released;
    }

    /** What is held is half a pair, or begins with what may still become a stop word. */
    private static void assertNothingIsHeldInVain(String read, String released, List<String> stopWords) {
        String whole = endsInHigh(read) ? read.substring(0, read.length() - 1) : read;
        String held = repaired(whole).substring(released.length());
        if (!held.isEmpty()) {
            assertThat(stopWords).as("held: %s", held).anyMatch(word -> word.startsWith(held));
        }
    }

    /** The rules, told over the whole text at once. */
    private static Reply oracle(String modelText, List<String> stopWords, int longest) {
        String text = repaired(modelText);
        int stop = stopWords.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(Integer.MAX_VALUE);
        if (stop <= longest) {
            return new Reply(text.substring(0, stop), FinishReason.STOP_WORD);
        }
        if (text.length() <= longest) {
            return new Reply(text, null);
        }
        int cut = text.offsetByCodePoints(0, text.codePointCount(0, longest));
        return new Reply(text.substring(0, cut > longest ? cut - 2 : cut), FinishReason.LENGTH);
    }

    private static String repaired(String text) {
        var repaired = new StringBuilder();
        text.codePoints()
                .map(codePoint -> Characters.isHalf(codePoint) ? 0xFFFD : codePoint)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }

    private static boolean endsInHigh(String text) {
        return !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    private static List<String> stopWords(Random random) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(ignored -> word(random, WHOLE_LETTERS, 1 + random.nextInt(5)))
                .toList();
    }

    private static String word(Random random, List<String> letters, int length) {
        var word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(letters.get(random.nextInt(letters.size())));
        }
        return word.toString();
    }

    private static List<String> pieces(Random random, String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + random.nextInt(6));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
