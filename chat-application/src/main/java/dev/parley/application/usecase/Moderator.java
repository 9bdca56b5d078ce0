package dev.parley.application.usecase;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.Moderation;
import dev.parley.domain.identity.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the moderation, and waits for it a limited time only. What can't be judged does not pass. One that heeds no
 * interrupt is left behind on its thread; once very many are, nothing is judged until some come back.
 */
final class Moderator {

    private static final Logger LOG = LoggerFactory.getLogger(Moderator.class);
    private static final int MOST_AT_ONCE = 10_000;

    private final @Nullable Moderation moderation;
    private final Duration within;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** What is known about a text. */
    sealed interface Judgement {

        /** It may pass. */
        record Allowed() implements Judgement {}

        /** It must not pass. */
        record Rejected(String category) implements Judgement {}

        /** Nobody could tell. It must not pass now. */
        record Unknown() implements Judgement {}
    }

    /**
     * One who asks.
     *
     * @param moderation null: everything may pass
     */
    Moderator(@Nullable Moderation moderation, Duration within) {
        this.moderation = moderation;
        this.within = within;
    }

    /** Whether anybody is asked at all. */
    boolean asksSomebody() {
        return moderation != null;
    }

    /** Blocks until there is a verdict, the time is over, or the caller is interrupted; it stays interrupted then. */
    Judgement judge(TenantId tenant, Moderation.Speaker speaker, String text) {
        Moderation asked = moderation;
        if (asked == null) {
            return new Judgement.Allowed();
        }
        if (!places.tryAcquire()) {
            LOG.error("no text is judged any more: {} are waiting for the moderation", MOST_AT_ONCE);
            return new Judgement.Unknown();
        }
        var submission = new Moderation.Submission(tenant, speaker, text);
        var verdict = new CompletableFuture<Moderation.Verdict>();
        Thread judging = Thread.ofVirtual().name("parley-moderation").start(() -> judge(asked, submission, verdict));
        try {
            return judgement(verdict.get(within.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.warn("the moderation did not judge within {}", within);
        } catch (ExecutionException e) {
            LOG.warn("the moderation could not judge", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        judging.interrupt();
        return new Judgement.Unknown();
    }

    private void judge(
            Moderation asked, Moderation.Submission submission, CompletableFuture<Moderation.Verdict> verdict) {
        try {
            verdict.complete(requireNonNull(asked.judge(submission), "verdict"));
        } catch (InterruptedException | RuntimeException | Error e) {
            verdict.completeExceptionally(e);
        } finally {
            places.release();
        }
    }

    private static Judgement judgement(Moderation.Verdict verdict) {
        return switch (verdict) {
            case Moderation.Verdict.Allowed() -> new Judgement.Allowed();
            case Moderation.Verdict.Rejected(String category) -> new Judgement.Rejected(category);
        };
    }
}
