package dev.parley.adapter.llm;

import dev.parley.domain.reply.ModelFailure;
import java.time.Duration;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * The limits in time of one reply. All methods are for the thread that reads it; a limit that passes while that thread
 * is {@link #blocking()} cancels the call from okio's watchdog thread. A reader that does not ask is never too late.
 */
final class CallLimits {

    /** How long usage may come after the reason why an answer ended. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private enum Limit {
        CONNECT,
        FIRST_TOKEN,
        BETWEEN_TOKENS,
        TOTAL
    }

    private final LlmConfig.Limits limits;
    private final long start = System.nanoTime();
    private final Watchdog watchdog = new Watchdog();
    private volatile @Nullable Call call;
    private volatile Limit watched = Limit.CONNECT;
    private volatile @Nullable Limit passed;
    private boolean speaking;
    private boolean fresh;

    CallLimits(LlmConfig.Limits limits) {
        this.limits = limits;
    }

    /** A call begins; {@link #ready()} when it has its head or has failed. */
    void connecting(Call call) {
        this.call = call;
        watch(Limit.CONNECT, System.nanoTime(), limits.connect());
        watchdog.enter();
    }

    /** Between {@link #connecting} and {@link #ready()}: there is a connection. */
    void connected() {
        if (!watchdog.exit()) {
            watch(Limit.FIRST_TOKEN, start, limits.firstToken());
            watchdog.enter();
        }
    }

    /** A reader asks for more. */
    void asked() {
        fresh = speaking;
    }

    /** The model has said something. */
    void heard() {
        speaking = true;
        fresh = true;
    }

    /** The model has said why it ended; what may follow is short. */
    void lastWords() {
        speaking = false;
        fresh = false;
        Duration grace = limits.betweenTokens().compareTo(LAST_WORDS) < 0 ? limits.betweenTokens() : LAST_WORDS;
        watch(Limit.BETWEEN_TOKENS, System.nanoTime(), grace);
    }

    /** A read that may block begins; {@link #ready()} when it is over. */
    void blocking() {
        if (fresh) {
            fresh = false;
            watch(Limit.BETWEEN_TOKENS, System.nanoTime(), limits.betweenTokens());
        }
        watchdog.enter();
    }

    /** What might have blocked is over. */
    void ready() {
        watchdog.exit();
    }

    /** The failure if a limit has passed, else null. */
    @Nullable
    ModelFailure failure() {
        Limit limit = passed;
        return limit == null ? null : ModelFailure.of(ModelFailure.Kind.TIMEOUT, detail(limit));
    }

    private String detail(Limit limit) {
        return switch (limit) {
            case CONNECT -> "no connection within " + limits.connect().toMillis() + " ms";
            case FIRST_TOKEN -> "no first token within " + limits.firstToken().toMillis() + " ms";
            case BETWEEN_TOKENS ->
                "no next token within " + limits.betweenTokens().toMillis() + " ms";
            case TOTAL -> "no end within " + limits.total().toMillis() + " ms in all";
        };
    }

    private void watch(Limit limit, long from, Duration within) {
        long deadline = from + within.toNanos();
        long last = start + limits.total().toNanos();
        boolean lastIsFirst = last - deadline < 0;
        watched = lastIsFirst ? Limit.TOTAL : limit;
        watchdog.deadlineNanoTime(lastIsFirst ? last : deadline);
    }

    private final class Watchdog extends AsyncTimeout {
        @Override
        protected void timedOut() {
            passed = watched;
            Call late = call;
            if (late != null) {
                late.cancel();
            }
        }
    }
}
