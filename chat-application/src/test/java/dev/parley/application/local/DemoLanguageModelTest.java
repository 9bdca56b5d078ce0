package dev.parley.application.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.LanguageModelContract;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.Completed;
import dev.parley.domain.reply.ReplyChunk.TextDelta;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoLanguageModelTest extends LanguageModelContract {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T14:05:06Z"));
    private static final DemoLanguageModel AT_ONCE = new DemoLanguageModel(CLOCK, 0);

    @Override
    protected Talk answering(String text) {
        return new Talk(AT_ONCE, prompt("echo " + text), text);
    }

    @Override
    protected Talk pausing() {
        return new Talk(new DemoLanguageModel(CLOCK, 1), prompt("long"), DemoTexts.longText());
    }

    @Override
    protected void awaitNothingUnderWay() {
        // Nothing lies behind it: what is closed is over.
    }

    @ParameterizedTest
    @ValueSource(strings = {"count to 3", "Count to 3!", "please count to 3", "Can you count slowly to 3?"})
    void it_counts(String question) throws Exception {
        assertThat(answer(question)).isEqualTo("1, 2, 3.");
    }

    @Test
    void it_counts_to_twenty_if_nobody_says_how_far_and_never_too_far() throws Exception {
        assertThat(answer("count")).startsWith("1, 2").endsWith("19, 20.");
        assertThat(answer("count to 99999999999999999999")).endsWith("999, 1000.");
        assertThat(answer("count to 0")).isEqualTo("1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"time", "What time is it?", "what's the time", "Tell me the date, please"})
    void it_tells_the_time(String question) throws Exception {
        assertThat(answer(question)).isEqualTo("It is 14:05:06 UTC on Tuesday, 3 February 2026.");
    }

    @Test
    void it_shows_what_answers_can_look_like() throws Exception {
        assertThat(answer("markdown")).contains("# A heading").contains("> A quotation");
        assertThat(answer("Show me a table")).contains("|---").contains("| Mars");
        assertThat(answer("Write some code")).contains("```java\n").endsWith("```");
        assertThat(answer("give me a long text")).hasSizeGreaterThan(4_000).endsWith("That was all.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "Help!", "What can you do for me?", "hello", "Who are you?"})
    void it_says_what_it_is_and_can(String question) throws Exception {
        assertThat(answer(question)).contains("demo model", "not an AI", "`count to 20`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "How long does it take?",
                "Help me write a polite email.",
                "Is this a codebase?",
                "echo",
                "\u200b"
            })
    void to_anything_else_it_says_honestly_that_it_is_a_demo(String question) throws Exception {
        assertThat(answer(question)).contains("only Parley's demo model", "> " + question, "`help`");
    }

    @Test
    void a_very_long_question_is_no_trouble() throws Exception {
        assertThat(answer("a ".repeat(100_000))).contains("only Parley's demo model");
        assertThat(answer(" \n".repeat(100_000) + "help")).contains("not an AI");
    }

    @Test
    void it_quotes_line_by_line() throws Exception {
        assertThat(answer("one\r\n\n100 %s {x}\n")).contains("\n> one\n> \n> 100 %s {x}\n");
    }

    @Test
    void every_answer_comes_in_small_whole_pieces() throws Exception {
        for (String question : List.of("help", "markdown", "table", "code", "long")) {
            assertThat(pieces(question)).allSatisfy(piece -> assertThat(piece).hasSizeBetween(1, 6));
        }
        assertThat(pieces("echo one  two\nthirteen")).containsExactly("one  ", "two\n", "thirte", "en");
        assertThat(pieces("echo a\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\u4E2D\u6587\u5B57"))
                .containsExactly("a\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\u4E2D\u6587", "\u5B57");
    }

    @Test
    void it_keeps_max_tokens() throws Exception {
        Prompt prompt = new Prompt(prompt("count to 10").messages(), new ModelParameters(null, 0.7, 3, List.of()));

        try (ReplyStream stream = AT_ONCE.reply(prompt)) {
            assertThat(List.of(stream.next(), stream.next(), stream.next()))
                    .containsExactly(new TextDelta("1, "), new TextDelta("2, "), new TextDelta("3, "));
            Completed completed = (Completed) stream.next();
            assertThat(completed.reason()).isEqualTo(FinishReason.LENGTH);
            assertThat(completed.usage().replyTokens()).isEqualTo(3);
            assertThat(completed.usage().promptTokens()).isPositive();
            assertThat(completed.usage().estimated()).isTrue();
        }
    }

    @Test
    void an_answer_that_just_fits_has_stopped_by_itself() throws Exception {
        Prompt prompt = new Prompt(prompt("count to 3").messages(), new ModelParameters(null, 0.7, 3, List.of()));

        try (ReplyStream stream = AT_ONCE.reply(prompt)) {
            List.of(stream.next(), stream.next(), stream.next());
            assertThat(((Completed) stream.next()).reason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void it_rests_between_tokens_if_it_has_a_speed() throws Exception {
        try (ReplyStream stream = new DemoLanguageModel(CLOCK, 1).reply(prompt("long"))) {
            Thread reader = Thread.ofPlatform().start(() -> readAll(stream));

            await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        }
    }

    @Test
    void a_speed_below_zero_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DemoLanguageModel(CLOCK, -1));
    }

    private static void readAll(ReplyStream stream) {
        try {
            while (!(stream.next() instanceof ReplyChunk.End)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this reader", e);
        }
    }

    private static String answer(String question) throws InterruptedException {
        return String.join("", pieces(question));
    }

    private static List<String> pieces(String question) throws InterruptedException {
        List<String> pieces = new ArrayList<>();
        try (ReplyStream stream = AT_ONCE.reply(prompt(question))) {
            while (stream.next() instanceof TextDelta delta) {
                pieces.add(delta.text());
            }
        }
        return pieces;
    }
}
