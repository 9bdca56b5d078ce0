package dev.parley.application.usecase;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReleaseGate;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.StreamPolicy;
import dev.parley.domain.reply.TokenUsage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One attempt at one reply: the only loop over a model's chunks. It touches no store, so that a slow one never delays a
 * piece; whoever started it keeps what it wrote.
 *
 * <p>The model is talked to on a thread of its own. What comes first decides: the model's end, or a wish to stop. A model
 * that heeds neither {@code close} nor an interrupt is left behind; its reply ends all the same.
 */
final class ReplyRun {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyRun.class);

    private final StreamPolicy limits;
    private final @Nullable ReplyFilter filter;
    private final BooleanSupplier mayWrite;
    private final LongSupplier nanoClock;
    private final Draft draft = new Draft();
    private final ModelTalk talk;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long begunAt;
    private volatile long lastTextAt;
    private volatile boolean anyText;
    private volatile long firstReleasedAt;
    private volatile boolean anyReleased;

    /** What came of an attempt. */
    sealed interface Outcome {

        /** The reply is over. */
        record Ended(ReplyEnding ending) implements Outcome {}

        /** Somebody else goes on with it. */
        record GivenUp(Stop reason) implements Outcome {}
    }

    /**
     * An attempt.
     *
     * @param filter what the text passes before it is released; null for none
     */
    ReplyRun(StreamPolicy limits, @Nullable ReplyFilter filter, BooleanSupplier mayWrite, LongSupplier nanoClock) {
        this.limits = limits;
        this.filter = filter;
        this.mayWrite = mayWrite;
        this.nanoClock = nanoClock;
        this.talk = new ModelTalk(nanoClock);
        this.begunAt = nanoClock.getAsLong();
        this.lastTextAt = begunAt;
    }

    /** What was released so far; final once {@link #run} has returned. */
    String text() {
        return draft.text();
    }

    /** The model that answered, if it is known to be another than the one that was asked for. */
    Optional<String> answeredBy() {
        return talk.model();
    }

    int length() {
        return draft.length();
    }

    /** How long it has taken until now. */
    Times times() {
        return new Times(
                anyReleased ? Duration.ofNanos(firstReleasedAt - begunAt) : null,
                Duration.ofNanos(nanoClock.getAsLong() - begunAt));
    }

    /**
     * How long an attempt took.
     *
     * @param firstText until the first text people could see; null if there was none
     * @param whole until now
     */
    record Times(@Nullable Duration firstText, Duration whole) {

        /** Of what was written before, and is only stored now. */
        static final Times NONE = new Times(null, Duration.ZERO);
    }

    /** Ends the run, unless it has ended. From any thread, also before it began; does not wait for the model. */
    void stop(Stop reason) {
        if (outcome.complete(outcomeOf(reason))) {
            Thread.ofVirtual().name("parley-break-off").start(talk::stop);
        }
    }

    /** Stops the run if it may not write any more, or a limit in time was passed. Called every now and then by a timer. */
    void checkLimits() {
        long now = nanoClock.getAsLong();
        if (!mayWrite.getAsBoolean()) {
            stop(Stop.LOST);
        } else if (now - begunAt > limits.totalWithin().toNanos()) {
            stop(Stop.TOTAL);
        } else if (!anyText && now - begunAt > limits.firstTokenWithin().toNanos()) {
            stop(Stop.FIRST_TOKEN_LATE);
        } else if (anyText && now - lastTextAt > limits.idleWithin().toNanos()) {
            stop(Stop.IDLE);
        }
    }

    /** Asks the model and writes what it says. Blocks until the attempt is over; called once. */
    Outcome run(ReplyLog.Recorder recorder, LanguageModel model, Prompt prompt) {
        if (!outcome.isDone()) {
            Map<String, String> known = MDC.getCopyOfContextMap();
            Thread.ofVirtual().name("parley-talk").start(() -> {
                if (known != null) {
                    MDC.setContextMap(known);
                }
                talk(recorder, model, prompt);
            });
        }
        Outcome came = outcome.join();
        draft.seal();
        return came;
    }

    private void talk(ReplyLog.Recorder recorder, LanguageModel model, Prompt prompt) {
        try {
            var gate = new ReleaseGate(prompt.parameters().stopWords(), limits.longestReply());
            var outlet = new ReplyOutlet(gate, filter);
            ReplyEnding ending = talk.begin(model, prompt) ? listen(outlet, recorder) : null;
            end(ending == null ? failed("the model's thread was interrupted by nobody") : ending);
        } catch (ModelException e) {
            end(e.failure().ending());
        } catch (RuntimeException | Error e) {
            LOG.warn("the model's adapter failed in a way it should not", e);
            end(failed(e.getClass().getSimpleName()));
        } finally {
            talk.close();
        }
    }

    /** Means nothing if the run was stopped before. */
    private void end(ReplyEnding ending) {
        outcome.complete(new Outcome.Ended(ending));
    }

    private @Nullable ReplyEnding listen(ReplyOutlet outlet, ReplyLog.Recorder recorder) {
        ReplyChunk chunk = talk.next();
        while (chunk instanceof ReplyChunk.TextDelta(String text)) {
            ReplyOutlet.Step step = outlet.accept(text);
            if (!release(step, recorder)) {
                return null;
            }
            ReplyEnding ending = step.ending();
            if (ending != null) {
                return ending;
            }
            chunk = talk.next();
        }
        return chunk instanceof ReplyChunk.End end ? ended(end, outlet, recorder) : null;
    }

    /** Only a model that had said all lets go of what is held back. */
    private @Nullable ReplyEnding ended(ReplyChunk.End end, ReplyOutlet outlet, ReplyLog.Recorder recorder) {
        return switch (end) {
            case ReplyChunk.Completed(var reason, var usage) -> {
                ReplyOutlet.Step last = outlet.finish(reason, usage);
                yield release(last, recorder) ? last.ending() : null;
            }
            case ReplyChunk.Failed(ModelFailure failure) -> failure.ending();
            case ReplyChunk.Cancelled() -> failed("the model's stream was closed by nobody");
        };
    }

    private boolean release(ReplyOutlet.Step step, ReplyLog.Recorder recorder) {
        if (outcome.isDone()) {
            return false;
        }
        if (step.heard()) {
            // Before the text can be seen: who has seen it may rely on its limits in time.
            lastTextAt = nanoClock.getAsLong();
            anyText = true;
        }
        String text = step.released();
        if (!anyReleased && !text.isEmpty()) {
            firstReleasedAt = nanoClock.getAsLong();
            anyReleased = true;
        }
        if (!text.isEmpty() && (!mayWrite.getAsBoolean() || !draft.append(text, recorder))) {
            stop(Stop.LOST);
            return false;
        }
        return true;
    }

    private static Outcome outcomeOf(Stop reason) {
        return switch (reason) {
            case CANCELLED -> new Outcome.Ended(new ReplyEnding.Cancelled());
            case FIRST_TOKEN_LATE -> timeout("no text in time");
            case IDLE -> timeout("no further text in time");
            case TOTAL -> timeout("the whole reply took too long");
            case LOST, HANDED_BACK -> new Outcome.GivenUp(reason);
        };
    }

    private static Outcome timeout(String detail) {
        return new Outcome.Ended(new ReplyEnding.Failed(ErrorCode.AI_TIMEOUT, detail));
    }

    private static ReplyEnding failed(String detail) {
        return new ReplyEnding.Failed(ErrorCode.PROCESSING_ERROR, detail);
    }

    /** A reply we cut ourselves, or whose provider did not say, has its tokens guessed. */
    ReplyEnding estimated(ReplyEnding ending, TokenEstimator estimator, int promptTokens) {
        return ending instanceof ReplyEnding.Completed(var reason, var usage) && usage.replyTokens() == 0
                ? new ReplyEnding.Completed(reason, new TokenUsage(promptTokens, estimator.tokens(draft.text()), true))
                : ending;
    }
}
