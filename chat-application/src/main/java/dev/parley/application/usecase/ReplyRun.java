package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReleaseGate;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.reply.TokenUsage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one reply: the only loop over a model's chunks. It touches no store, so that a slow one never delays a
 * piece; whoever started it keeps what it wrote.
 */
final class ReplyRun {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyRun.class);

    private final ReplyLog.Recorder recorder;
    private final StreamPolicy limits;
    private final BooleanSupplier mayWrite;
    private final LongSupplier nanoClock;
    private final Draft draft = new Draft();
    private final ModelTalk talk = new ModelTalk();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final long begunAt;
    private volatile long lastTextAt;
    private volatile boolean anyText;

    ReplyRun(ReplyLog.Recorder recorder, StreamPolicy limits, BooleanSupplier mayWrite, LongSupplier nanoClock) {
        this.recorder = recorder;
        this.limits = limits;
        this.mayWrite = mayWrite;
        this.nanoClock = nanoClock;
        this.begunAt = nanoClock.getAsLong();
        this.lastTextAt = begunAt;
    }

    String text() {
        return draft.text();
    }

    int length() {
        return draft.length();
    }

    /** Tells the run to stop, for the first reason given. From any thread; does not wait. */
    void stop(Stop reason) {
        if (stop.compareAndSet(null, reason)) {
            talk.stop();
        }
    }

    @Nullable
    Stop stopped() {
        return stop.get();
    }

    /** Stops the run if one of its limits in time was passed. Called every now and then by a timer. */
    void checkLimits() {
        long now = nanoClock.getAsLong();
        if (now - begunAt > limits.totalWithin().toNanos()) {
            stop(Stop.TOTAL);
        } else if (!anyText && now - begunAt > limits.firstTokenWithin().toNanos()) {
            stop(Stop.FIRST_TOKEN_LATE);
        } else if (anyText && now - lastTextAt > limits.idleWithin().toNanos()) {
            stop(Stop.IDLE);
        }
    }

    /**
     * Asks the model and writes what it says, on the calling thread.
     *
     * @return how it ended; null if it was stopped because somebody else goes on with it
     */
    @Nullable
    ReplyEnding run(LanguageModel model, Prompt prompt, TokenEstimator estimator, int promptTokens) {
        var gate = new ReleaseGate(prompt.parameters().stopWords(), limits.longestReply());
        ReplyEnding ending;
        try (talk) {
            ending = talk.begin(model, prompt) ? listen(gate) : null;
        } catch (ModelException e) {
            ending = e.failure().ending();
        } catch (RuntimeException e) {
            LOG.warn("the model's adapter failed in a way it should not", e);
            ending = new ReplyEnding.Failed(
                    ErrorCode.PROCESSING_ERROR, e.getClass().getSimpleName());
        }
        Stop reason = stop.get();
        if (reason != null) {
            return endingOf(reason);
        }
        return estimated(requireNonNull(ending, "a talk ends early only when it was stopped"), estimator, promptTokens);
    }

    private @Nullable ReplyEnding listen(ReleaseGate gate) {
        ReplyChunk chunk = talk.next();
        while (chunk instanceof ReplyChunk.TextDelta(String text)) {
            ReleaseGate.Step step = gate.accept(text);
            if (!release(step.released())) {
                return null;
            }
            FinishReason ended = step.ended();
            if (ended != null) {
                return new ReplyEnding.Completed(ended, new TokenUsage(0, 0, true));
            }
            chunk = talk.next();
        }
        return chunk instanceof ReplyChunk.End end ? ended(end, gate) : null;
    }

    private @Nullable ReplyEnding ended(ReplyChunk.End end, ReleaseGate gate) {
        if (stop.get() != null) {
            return null;
        }
        ReleaseGate.Step last = gate.finish();
        if (!release(last.released())) {
            return null;
        }
        return switch (end) {
            case ReplyChunk.Completed(var reason, var usage) -> {
                FinishReason cut = last.ended();
                yield new ReplyEnding.Completed(cut == null ? reason : cut, usage);
            }
            case ReplyChunk.Failed(ModelFailure failure) -> failure.ending();
            case ReplyChunk.Cancelled() ->
                new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, "the model's stream was closed by nobody");
        };
    }

    private boolean release(String text) {
        if (stop.get() != null) {
            return false;
        }
        if (text.isEmpty()) {
            return true;
        }
        if (!mayWrite.getAsBoolean() || !recorder.append(text)) {
            stop(Stop.LOST);
            return false;
        }
        draft.append(text);
        lastTextAt = nanoClock.getAsLong();
        anyText = true;
        return true;
    }

    private static @Nullable ReplyEnding endingOf(Stop reason) {
        return switch (reason) {
            case CANCELLED -> new ReplyEnding.Cancelled();
            case FIRST_TOKEN_LATE -> timeout("no text in time");
            case IDLE -> timeout("no further text in time");
            case TOTAL -> timeout("the whole reply took too long");
            case LOST, HANDED_BACK -> null;
        };
    }

    private static ReplyEnding timeout(String detail) {
        return new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, detail);
    }

    /** A reply we cut ourselves, or whose provider did not say, has its tokens guessed. */
    private ReplyEnding estimated(ReplyEnding ending, TokenEstimator estimator, int promptTokens) {
        return ending instanceof ReplyEnding.Completed(var reason, var usage) && usage.replyTokens() == 0
                ? new ReplyEnding.Completed(reason, new TokenUsage(promptTokens, estimator.tokens(draft.text()), true))
                : ending;
    }
}
