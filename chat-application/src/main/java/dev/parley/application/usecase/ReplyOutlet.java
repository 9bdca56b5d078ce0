package dev.parley.application.usecase;

import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReleaseGate;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The way of a model's text to its readers: through the gate and then, if there is one, through the filter. Stop words
 * and the longest reply are about what the model said; what is released is what came out at the end.
 */
final class ReplyOutlet {

    private static final TokenUsage UNKNOWN = new TokenUsage(0, 0, true);

    private final ReleaseGate gate;
    private final @Nullable ReplyFilter filter;

    /**
     * What a delta led to.
     *
     * @param heard whether the model said anything
     * @param released text to be released now; may be empty
     * @param ending how the reply ends after it; null if it goes on
     */
    record Step(boolean heard, String released, @Nullable ReplyEnding ending) {}

    ReplyOutlet(ReleaseGate gate, @Nullable ReplyFilter filter) {
        this.gate = gate;
        this.filter = filter;
    }

    /** Takes a delta. Blocks while it is judged. */
    Step accept(String delta) {
        ReleaseGate.Step step = gate.accept(delta);
        FinishReason cut = step.ended();
        return step(step.released(), cut == null ? null : new ReplyEnding.Completed(cut, UNKNOWN));
    }

    /** The model has said all. What the gate holds back may be the beginning of a stop word: then it was none. */
    Step finish(FinishReason reason, TokenUsage usage) {
        ReleaseGate.Step last = gate.finish();
        FinishReason cut = last.ended();
        return step(last.released(), new ReplyEnding.Completed(cut == null ? reason : cut, usage));
    }

    private Step step(String text, @Nullable ReplyEnding ending) {
        boolean heard = !text.isEmpty();
        if (filter == null) {
            return new Step(heard, text, ending);
        }
        ReplyFilter.Passed passed = ending == null ? filter.accept(text) : filter.finish(text);
        ReplyEnding stopped = passed.stopped();
        return new Step(heard, passed.text(), stopped == null ? ending : stopped);
    }
}
