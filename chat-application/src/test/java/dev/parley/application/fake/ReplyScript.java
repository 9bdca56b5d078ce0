package dev.parley.application.fake;

import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.Completed;
import dev.parley.domain.reply.ReplyChunk.Failed;
import dev.parley.domain.reply.ReplyChunk.TextDelta;
import dev.parley.domain.reply.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link ScriptedLanguageModel} does with one prompt. Immutable: each method gives a longer script. A script that
 * does not say how it ends completes with {@code STOP} and one token for each piece.
 */
public final class ReplyScript {

    private final List<Step> steps;

    private ReplyScript(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Says these pieces. */
    public static ReplyScript saying(String... pieces) {
        return new ReplyScript(List.of()).thenSaying(pieces);
    }

    /** Does not take the prompt. */
    public static ReplyScript refusing(ModelFailure failure) {
        return new ReplyScript(List.of(new Refuse(failure)));
    }

    /** Goes on to say these pieces. */
    public ReplyScript thenSaying(String... pieces) {
        return then(Arrays.stream(pieces).map(piece -> new Give(new TextDelta(piece))));
    }

    /** Waits until the gate is open, or the stream is closed. */
    public ReplyScript thenWaitingFor(Gate gate) {
        return then(Stream.of(new Wait(gate)));
    }

    /** Says nothing more until the stream is closed. */
    public ReplyScript thenHanging() {
        return thenWaitingFor(new Gate());
    }

    /** Breaks off. */
    public ReplyScript thenFailing(ModelFailure failure) {
        return then(Stream.of(new Give(new Failed(failure))));
    }

    /** Ends well, for a reason of its own. */
    public ReplyScript thenCompleting(FinishReason reason, TokenUsage usage) {
        return then(Stream.of(new Give(new Completed(reason, usage))));
    }

    List<Step> steps() {
        return steps;
    }

    ReplyChunk standardEnd() {
        int pieces = (int) steps.stream()
                .filter(step -> step instanceof Give(TextDelta ignored))
                .count();
        return new Completed(FinishReason.STOP, new TokenUsage(1, pieces, false));
    }

    private ReplyScript then(Stream<Step> more) {
        return new ReplyScript(Stream.concat(steps.stream(), more).toList());
    }

    sealed interface Step {}

    record Give(ReplyChunk chunk) implements Step {}

    record Wait(Gate gate) implements Step {}

    record Refuse(ModelFailure failure) implements Step {}
}
