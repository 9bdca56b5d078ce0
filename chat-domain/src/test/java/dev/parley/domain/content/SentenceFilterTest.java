package dev.parley.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.domain.content.SentenceFilter.Passage;
import dev.parley.domain.text.Characters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SentenceFilterTest {

    private static final Masker ALL = new Masker(EnumSet.allOf(PersonalData.class));
    private static final Masker NONE = new Masker(Set.of());
    private static final List<String> SECRETS = List.of(
            "ada@example.com",
            "0912-345-678",
            "+1 (555) 234-4567",
            "4111 1111 1111 1111",
            "A123456789",
            "123-45-6789",
            "DE89 3704 0044 0532 0130 00",
            "550e8400-e29b-41d4-a716-446655440000",
            "x".repeat(90) + "@example.com");
    private static final List<String> WORDS = List.of(
            "word",
            "3.5",
            "v1.2.3",
            "e.g.",
            "你好",
            "。",
            "！",
            ".",
            "!",
            "?",
            "…",
            "?!",
            ".\"",
            "\n",
            "\r\n",
            " ",
            "  ",
            "😀",
            "https://a.example/x?y=1.2",
            "100",
            "-",
            "(",
            ")",
            "@",
            "「是。」",
            "01.02.2026",
            "\u00A0",
            "mañana");

    private final SentenceFilter filter = new SentenceFilter(ALL);

    private static List<String> texts(List<Passage> passages) {
        return passages.stream().map(Passage::text).toList();
    }

    private static String joined(List<Passage> passages) {
        return String.join("", texts(passages));
    }

    @Test
    void a_sentence_waits_until_it_is_whole() {
        assertThat(filter.accept("Hello")).isEmpty();
        assertThat(filter.accept(" world.")).isEmpty();
        assertThat(texts(filter.accept(" How"))).containsExactly("Hello world.");
        assertThat(texts(filter.accept(" are you? I'm 3.5 m"))).containsExactly(" How are you?");
        assertThat(texts(filter.accept(" tall.\n"))).containsExactly(" I'm 3.5 m tall.", "\n");
        assertThat(filter.finish()).isEmpty();
    }

    @Test
    void quotes_and_brackets_close_with_their_sentence() {
        assertThat(texts(filter.accept("He said \"Go!\" **Really?** (Yes.) No")))
                .containsExactly("He said \"Go!\"", " **Really?**", " (Yes.)");
    }

    @Test
    void chinese_and_japanese_sentences_end_at_once() {
        assertThat(texts(filter.accept("你好。我很好！真的嗎？對"))).containsExactly("你好。", "我很好！", "真的嗎？");
        assertThat(texts(filter.finish())).containsExactly("對");
    }

    @Test
    void numbers_addresses_and_ellipses_are_no_ends() {
        assertThat(filter.accept("Write to ada@example.com or 1.2.3.4 at 3.5% ..."))
                .isEmpty();
        assertThat(texts(filter.accept("\n"))).containsExactly("Write to [email] or 1.2.3.4 at 3.5% ...", "\n");
    }

    @Test
    void what_is_cut_in_two_is_masked_as_a_whole() {
        assertThat(filter.accept("Call 0912-3")).isEmpty();
        assertThat(filter.accept("45-6")).isEmpty();
        assertThat(texts(filter.accept("78 now. "))).containsExactly("Call [phone] now.");
    }

    @Test
    void nothing_comes_of_nothing() {
        assertThat(filter.accept("")).isEmpty();
        assertThat(filter.finish()).isEmpty();
    }

    @Test
    void a_sentence_without_an_end_flows() {
        String text = "one two three ".repeat(200) + "0912-345";
        List<Passage> passages = filter.accept(text);

        assertThat(text.length() - joined(passages).length())
                .isLessThan(SentenceFilter.STEP + "three 0912-345".length());
        assertThat(passages)
                .allSatisfy(passage -> assertThat(passage.before().length()).isLessThanOrEqualTo(256));
        assertThat(passages.get(1).before()).endsWith(passages.getFirst().text().substring(300));
        passages.addAll(filter.accept("-678 and"));
        passages.addAll(filter.finish());
        assertThat(joined(passages)).isEqualTo("one two three ".repeat(200) + "[phone] and");
    }

    @Test
    void a_long_sentence_is_cut_between_words() {
        var bare = new SentenceFilter(NONE);

        List<Passage> passages = bare.accept("classify ".repeat(300));

        assertThat(passages).hasSizeGreaterThan(5);
        assertThat(texts(passages))
                .allSatisfy(
                        text -> assertThat(text.strip()).startsWith("classify").endsWith("classify"));
        assertThat(passages.stream().skip(1))
                .allSatisfy(passage -> assertThat(passage.before().strip()).startsWith("classify"));
    }

    @Test
    void a_text_without_any_break_flows_without_breaking_a_character() {
        for (String endless : List.of("a", "😀", "我", "a😀", "@", "-", "1")) {
            var one = new SentenceFilter(ALL);
            String text = endless.repeat(2_000);

            List<Passage> passages = one.accept(text);

            assertThat(text.length() - joined(passages).length())
                    .isLessThan(SentenceFilter.LONGEST_SENTENCE + SentenceFilter.STEP);
            assertThat(texts(passages)).noneMatch(Characters::hasHalf);
            passages.addAll(one.finish());
            assertThat(joined(passages)).isEqualTo(text);
        }
    }

    @Test
    void however_it_is_cut_the_whole_with_masks_comes_out() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            String text = text(random);
            var one = new SentenceFilter(ALL);
            var released = new StringBuilder();
            var passages = new ArrayList<Passage>();
            int read = 0;
            while (read < text.length()) {
                int end = pieceEnd(text, read, random);
                List<Passage> now = one.accept(text.substring(read, end));
                passages.addAll(now);
                released.append(joined(now));
                read = end;
                checkHeld(text.substring(0, read), released.toString(), seed);
            }
            passages.addAll(one.finish());

            assertThat(joined(passages)).as("seed %d", seed).isEqualTo(ALL.mask(text));
            assertThat(joined(passages)).as("seed %d", seed).startsWith(released);
            assertThat(passages).as("seed %d", seed).isEqualTo(whole(text));
            for (String secret : SECRETS.subList(0, 7)) {
                assertThat(joined(passages)).as("seed %d", seed).doesNotContain(secret);
            }
        }
    }

    private static List<Passage> whole(String text) {
        var one = new SentenceFilter(ALL);
        List<Passage> passages = one.accept(text);
        passages.addAll(one.finish());
        return passages;
    }

    /** What is not out yet is no more than one sentence. */
    private static void checkHeld(String read, String released, int seed) {
        int due = ALL.mask(read.substring(0, lastEnd(read))).length();
        assertThat(released.length())
                .as("seed %d: whole sentences are out", seed)
                .isGreaterThanOrEqualTo(due);
    }

    private static final Pattern END = Pattern.compile("[\n。！？｡]|[.!?…][.!?…\"')\\]}*_`»”’]*(?=[\\s\\u00A0])");

    private static int lastEnd(String text) {
        return END.matcher(text).results().mapToInt(found -> found.end()).max().orElse(0);
    }

    private static int pieceEnd(String text, int from, Random random) {
        int end = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 4 : 60));
        return end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? end + 1 : end;
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        int parts = random.nextInt(60);
        boolean endless = random.nextInt(4) == 0;
        for (int i = 0; i < parts; i++) {
            if (random.nextInt(4) == 0) {
                text.append(' ')
                        .append(SECRETS.get(random.nextInt(SECRETS.size())))
                        .append(' ');
            } else {
                text.append(WORDS.get(endless ? 0 : random.nextInt(WORDS.size())));
            }
            if (random.nextBoolean()) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
