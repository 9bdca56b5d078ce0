package dev.parley.application.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.application.contract.ProviderModelContract;
import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.Completed;
import dev.parley.domain.reply.ReplyChunk.TextDelta;
import dev.parley.domain.reply.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The script stands for the provider here: what a real model makes of a trouble, it says outright. */
class ScriptedLanguageModelTest extends ProviderModelContract {

    private final List<ScriptedLanguageModel> models = new ArrayList<>();

    @Override
    protected LanguageModel answering(List<String> pieces) {
        return playing(saying(pieces));
    }

    @Override
    protected LanguageModel answeringInBits(List<String> pieces) {
        return playing(ReplyScript.saying(String.join("", pieces).split("")));
    }

    @Override
    protected LanguageModel pausingAfter(List<String> pieces) {
        return playing(saying(pieces).thenHanging());
    }

    @Override
    protected LanguageModel hanging() {
        return playing(ReplyScript.saying().thenFailing(failure(Kind.TIMEOUT)));
    }

    @Override
    protected LanguageModel stallingAfter(List<String> pieces) {
        return playing(saying(pieces).thenFailing(failure(Kind.TIMEOUT)));
    }

    @Override
    protected LanguageModel failing(Kind kind) {
        return playing(ReplyScript.refusing(failure(kind)));
    }

    @Override
    protected LanguageModel failingAfter(List<String> pieces) {
        return playing(saying(pieces).thenFailing(failure(Kind.UNAVAILABLE)));
    }

    @Override
    protected LanguageModel cutOffAfter(List<String> pieces) {
        return playing(saying(pieces).thenFailing(failure(Kind.BAD_RESPONSE)));
    }

    @Override
    protected void awaitNothingUnderWay() {
        await().until(() -> models.stream().allMatch(model -> model.openStreams() == 0));
    }

    @Test
    void it_plays_what_was_queued_then_what_fits_then_what_stands() throws Exception {
        ScriptedLanguageModel model = ScriptedLanguageModel.answering("standing");
        model.playFor("special", ReplyScript.saying("special"));
        model.playNext(ReplyScript.saying("queued"));

        assertThat(List.of(first(model, "special"), first(model, "special"), first(model, "anything")))
                .containsExactly("queued", "special", "standing");

        model.playAlways(ReplyScript.saying("changed"));
        assertThat(first(model, "anything")).isEqualTo("changed");
    }

    @Test
    void it_remembers_prompts_and_counts_open_streams() throws Exception {
        ScriptedLanguageModel model = ScriptedLanguageModel.answering("text");
        Prompt prompt = prompt("question");

        ReplyStream one = model.reply(prompt);
        ReplyStream two = model.reply(prompt);
        one.close();
        one.close();

        assertThat(model.prompts()).containsExactly(prompt, prompt);
        assertThat(model.openStreams()).isEqualTo(1);
        two.close();
        assertThat(model.openStreams()).isZero();
    }

    @Test
    void it_waits_at_a_gate_until_the_test_opens_it() throws Exception {
        Gate gate = new Gate();
        LanguageModel model =
                playing(ReplyScript.saying("a").thenWaitingFor(gate).thenSaying("b"));

        try (ReplyStream stream = model.reply(prompt("question"))) {
            assertThat(stream.next()).isEqualTo(new TextDelta("a"));
            Thread.ofVirtual().start(() -> openWhenReached(gate));
            assertThat(stream.next()).isEqualTo(new TextDelta("b"));
        }
    }

    @Test
    void it_ends_as_it_is_told() throws Exception {
        ReplyChunk end = new Completed(FinishReason.LENGTH, new TokenUsage(5, 6, true));
        LanguageModel told =
                playing(ReplyScript.saying("a").thenCompleting(FinishReason.LENGTH, new TokenUsage(5, 6, true)));
        LanguageModel untold = playing(ReplyScript.saying("a", "b"));

        assertThat(second(told)).isEqualTo(end);
        try (ReplyStream stream = untold.reply(prompt("question"))) {
            stream.next();
            stream.next();
            assertThat(stream.next()).isEqualTo(new Completed(FinishReason.STOP, new TokenUsage(1, 2, false)));
        }
    }

    private static void openWhenReached(Gate gate) {
        try {
            gate.awaitReached();
            gate.open();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }

    private static String first(LanguageModel model, String question) throws InterruptedException {
        try (ReplyStream stream = model.reply(prompt(question))) {
            return ((TextDelta) stream.next()).text();
        }
    }

    private static ReplyChunk second(LanguageModel model) throws InterruptedException {
        try (ReplyStream stream = model.reply(prompt("question"))) {
            stream.next();
            return stream.next();
        }
    }

    private ScriptedLanguageModel playing(ReplyScript script) {
        ScriptedLanguageModel model = new ScriptedLanguageModel(script);
        models.add(model);
        return model;
    }

    private static ReplyScript saying(List<String> pieces) {
        return ReplyScript.saying(pieces.toArray(String[]::new));
    }

    private static ModelFailure failure(Kind kind) {
        return ModelFailure.of(kind, "scripted");
    }
}
