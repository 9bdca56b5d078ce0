package dev.parley.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.application.fake.RecordingListener;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.prompt.PromptMessage.Role;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.Cancelled;
import dev.parley.domain.reply.ReplyChunk.Completed;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link LanguageModel} passes this suite. One that asks a provider passes {@link ProviderModelContract} too, where
 * the guarantees about providers are.
 */
public abstract class LanguageModelContract {

    private static final int LONGEST = 10_000;

    /** Somebody who asks and what the model is going to answer. */
    public record Talk(LanguageModel model, Prompt prompt, String answer) {

        /** Asks. */
        ReplyStream begin() throws InterruptedException {
            return model.reply(prompt);
        }
    }

    /** A talk whose answer holds this text and comes in more than one piece, if the text has more than one character. */
    protected abstract Talk answering(String text);

    /** A talk whose answer is not complete until it is closed: at some point, nothing more comes for a long time. */
    protected abstract Talk pausing();

    /** Returns when whatever lies behind the models of this test has no answer under way any more; fails if it has. */
    protected abstract void awaitNothingUnderWay() throws InterruptedException;

    /** A prompt that asks this. */
    protected static Prompt prompt(String question) {
        return new Prompt(
                List.of(new PromptMessage(Role.SYSTEM, "Be brief."), new PromptMessage(Role.USER, question)),
                ModelParameters.STANDARD);
    }

    static List<Named<String>> awkwardTexts() {
        return AwkwardTexts.all().stream()
                .filter(text -> text.getPayload().length() <= LONGEST)
                .toList();
    }

    @Test
    void g1_a_prompt_is_taken() throws Exception {
        Talk talk = answering("Hello");

        try (ReplyStream stream = talk.begin()) {
            assertThat(stream.next()).isInstanceOf(ReplyChunk.TextDelta.class);
        }
    }

    @Test
    void g1_an_interrupted_caller_gets_no_reply() {
        Talk talk = answering("Hello");
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> {
            try (ReplyStream stream = talk.begin()) {
                stream.next();
            }
        });
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void g2_the_deltas_joined_are_the_answer_and_then_it_ends() throws Exception {
        Talk talk = answering("The quick brown fox jumps over the lazy dog.");

        Answer answer = Answer.of(talk.begin());

        assertThat(answer.text()).isEqualTo(talk.answer());
        assertThat(answer.end()).isInstanceOf(Completed.class);
        assertThat(answer.deltas()).hasSizeGreaterThan(1);
    }

    @Test
    void g2_after_the_end_there_is_nothing() throws Exception {
        try (ReplyStream stream = answering("Hello").begin()) {
            Answer.read(stream);

            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(stream::next);
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(stream::next);
        }
    }

    @Test
    void g2_a_slow_reader_gets_all_of_it() throws Exception {
        Talk talk = answering("one two three ".repeat(50));
        Talk meanwhile = answering("four");

        try (ReplyStream stream = talk.begin()) {
            ReplyChunk.TextDelta first = (ReplyChunk.TextDelta) stream.next();
            Answer.of(meanwhile.begin());

            assertThat(first.text() + Answer.read(stream).text()).isEqualTo(talk.answer());
        }
    }

    @Test
    void g4_closing_ends_a_blocked_reader_with_cancelled() throws Exception {
        Talk talk = pausing();
        CompletableFuture<Answer> read = new CompletableFuture<>();
        ReplyStream stream = talk.begin();
        Thread.ofVirtual().start(() -> Answer.into(read, stream));

        stream.close();

        Answer answer = read.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.end()).isEqualTo(new Cancelled());
        assertThat(talk.answer()).startsWith(answer.text());
        awaitNothingUnderWay();
    }

    @Test
    void g4_closing_after_some_text_keeps_that_text() throws Exception {
        Talk talk = answering("one two three ".repeat(50));
        ReplyStream stream = talk.begin();
        ReplyChunk.TextDelta first = (ReplyChunk.TextDelta) stream.next();

        stream.close();

        assertThat(talk.answer()).startsWith(first.text() + Answer.read(stream).text());
        awaitNothingUnderWay();
    }

    @Test
    void g4_a_reply_closed_before_it_is_read_is_cancelled() throws Exception {
        ReplyStream stream = pausing().begin();

        stream.close();

        assertThat(Answer.read(stream).end()).isEqualTo(new Cancelled());
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(stream::next);
        awaitNothingUnderWay();
    }

    @Test
    void g4_closing_twice_or_after_the_end_does_nothing() throws Exception {
        ReplyStream ended = answering("Hello").begin();
        Answer.read(ended);
        ReplyStream closed = pausing().begin();

        ended.close();
        ended.close();
        closed.close();
        closed.close();

        awaitNothingUnderWay();
    }

    @Test
    void g4_many_may_close_at_once() throws Exception {
        ReplyStream stream = pausing().begin();
        CompletableFuture<Answer> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> Answer.into(read, stream));

        Race.of(8, runner -> {
            stream.close();
            return runner;
        });

        assertThat(read.get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS)
                        .end())
                .isEqualTo(new Cancelled());
    }

    @Test
    void g4_an_interrupted_reader_is_told() throws Exception {
        ReplyStream stream = pausing().begin();
        CompletableFuture<Answer> read = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> Answer.into(read, stream));

        reader.interrupt();

        assertThat(read.handle((answer, failure) -> failure).get(RecordingListener.GUARD.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(InterruptedException.class);
        stream.close();
        awaitNothingUnderWay();
    }

    @ParameterizedTest
    @MethodSource("awkwardTexts")
    void g7_no_character_is_damaged(String text) throws Exception {
        Talk talk = answering(text);

        Answer answer = Answer.of(talk.begin());

        assertThat(talk.answer()).contains(text);
        AwkwardTexts.assertSame(answer.text(), talk.answer());
    }

    @Test
    void g8_a_reply_that_blocks_leaves_the_others_alone() throws Exception {
        try (ReplyStream blocked = pausing().begin()) {
            Talk talk = answering("Hello, world");

            List<Answer> answers = Race.of(16, runner -> Answer.asked(talk));

            assertThat(answers).extracting(Answer::text).containsOnly(talk.answer());
            assertThat(answers).allSatisfy(answer -> assertThat(answer.end()).isInstanceOf(Completed.class));
            assertThat(blocked).isNotNull();
        }
    }

    @Test
    void g8_closing_one_reply_leaves_the_others_alone() throws Exception {
        Talk talk = answering("one two three ".repeat(50));

        try (ReplyStream kept = talk.begin()) {
            ReplyChunk.TextDelta first = (ReplyChunk.TextDelta) kept.next();
            talk.begin().close();

            assertThat(first.text() + Answer.read(kept).text()).isEqualTo(talk.answer());
        }
    }
}
