package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk.Completed;
import dev.parley.domain.reply.ReplyChunk.End;
import dev.parley.domain.reply.ReplyChunk.Failed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link LanguageModel} that asks a provider passes this suite, with a provider that does what the test says. Each
 * method gives a model whose next prompts all meet the same provider.
 */
public abstract class ProviderModelContract extends LanguageModelContract {

    private static final List<String> PIECES = List.of("one ", "two \uD83D\uDE00 ", "three");
    private static final String TEXT = String.join("", PIECES);

    /** The provider gives these pieces and says that it is done. */
    protected abstract LanguageModel answering(List<String> pieces);

    /** The same, and what it sends arrives in the smallest bits there are, so that characters are torn. */
    protected abstract LanguageModel answeringInBits(List<String> pieces);

    /** The provider gives these pieces and then nothing for long; the model's own limits are far away. */
    protected abstract LanguageModel pausingAfter(List<String> pieces);

    /** The provider takes the connection and never says anything; the model's own limits are near. */
    protected abstract LanguageModel hanging();

    /** The provider gives these pieces and then nothing; the model's own limits are near. */
    protected abstract LanguageModel stallingAfter(List<String> pieces);

    /** The provider answers with trouble of this kind instead of an answer. */
    protected abstract LanguageModel failing(Kind kind);

    /** The provider gives these pieces and then reports trouble, within the answer. */
    protected abstract LanguageModel failingAfter(List<String> pieces);

    /** The provider gives these pieces and the connection ends without a word. */
    protected abstract LanguageModel cutOffAfter(List<String> pieces);

    @Override
    protected final Talk answering(String text) {
        return new Talk(answering(pieces(text)), prompt("Say it."), text);
    }

    @Override
    protected final Talk pausing() {
        return new Talk(pausingAfter(PIECES), prompt("Say it."), TEXT);
    }

    static List<Named<String>> texts() {
        return awkwardTexts();
    }

    @Test
    void g2_an_answer_without_a_word_is_complete() throws Exception {
        Answer answer = Answer.of(answering(List.of()).reply(prompt("Say nothing.")));

        assertThat(answer.deltas()).isEmpty();
        assertThat(answer.end()).isInstanceOf(Completed.class);
    }

    @Test
    void g3_a_cut_off_answer_is_not_complete() throws Exception {
        Outcome outcome = Outcome.of(cutOffAfter(PIECES));

        assertThat(outcome.text()).isEqualTo(TEXT);
        assertThat(outcome.failure()).isNotNull();
    }

    @Test
    void g3_an_answer_cut_off_before_its_first_word_is_not_complete() throws Exception {
        assertThat(Outcome.of(cutOffAfter(List.of())).failure()).isNotNull();
    }

    @Test
    void g5_a_provider_that_hangs_ends_in_a_timeout() throws Exception {
        Outcome outcome = Outcome.of(hanging());

        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.kind()).isEqualTo(Kind.TIMEOUT);
        awaitNothingUnderWay();
    }

    @Test
    void g5_a_provider_that_stalls_ends_in_a_timeout() throws Exception {
        Outcome outcome = Outcome.of(stallingAfter(PIECES));

        assertThat(outcome.text()).isEqualTo(TEXT);
        assertThat(outcome.kind()).isEqualTo(Kind.TIMEOUT);
        awaitNothingUnderWay();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "TIMEOUT", mode = EnumSource.Mode.EXCLUDE)
    void g6_trouble_before_the_first_word_has_its_kind(Kind kind) throws Exception {
        Outcome outcome = Outcome.of(failing(kind));

        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.kind()).isEqualTo(kind);
        awaitNothingUnderWay();
    }

    @Test
    void g6_trouble_after_the_first_word_keeps_the_text() throws Exception {
        Outcome outcome = Outcome.of(failingAfter(PIECES));

        assertThat(outcome.text()).isEqualTo(TEXT);
        assertThat(outcome.failure()).isNotNull();
        awaitNothingUnderWay();
    }

    @Test
    void g6_trouble_tells_no_message_texts() throws Exception {
        for (LanguageModel model : List.of(failing(Kind.BAD_RESPONSE), cutOffAfter(PIECES), failingAfter(PIECES))) {
            assertThat(Outcome.of(model).failure().detail()).doesNotContain("secret question", "two \uD83D\uDE00");
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void g7_torn_characters_are_put_together(String text) throws Exception {
        Answer answer = Answer.of(answeringInBits(pieces(text)).reply(prompt("Say it.")));

        AwkwardTexts.assertSame(answer.text(), text);
        assertThat(answer.end()).isInstanceOf(Completed.class);
    }

    @Test
    void g8_a_reply_that_fails_leaves_the_others_alone() throws Exception {
        LanguageModel failing = failingAfter(PIECES);
        LanguageModel sound = answering(PIECES);

        Outcome before = Outcome.of(failing);
        Answer answer = Answer.of(sound.reply(prompt("Say it.")));
        Outcome after = Outcome.of(failing);

        assertThat(answer.text()).isEqualTo(TEXT);
        assertThat(List.of(before.text(), after.text())).containsOnly(TEXT);
    }

    /** Cuts a text in pieces of a few characters, none of them half. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int longest = Math.max(1, Math.min(5, text.codePointCount(0, text.length()) / 2));
        for (int from = 0; from < text.length(); ) {
            int left = text.codePointCount(from, text.length());
            int to = text.offsetByCodePoints(from, Math.min(longest, left));
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** What came of a prompt that may fail in either way. */
    private record Outcome(String text, @Nullable ModelFailure failure) {

        static Outcome of(LanguageModel model) throws InterruptedException {
            try {
                Answer answer = Answer.of(model.reply(prompt("A secret question.")));
                return new Outcome(answer.text(), failure(answer.end()));
            } catch (ModelException e) {
                return new Outcome("", e.failure());
            }
        }

        Kind kind() {
            assertThat(failure).as("a failure").isNotNull();
            return failure.kind();
        }

        private static @Nullable ModelFailure failure(End end) {
            return end instanceof Failed failed ? failed.failure() : null;
        }
    }
}
