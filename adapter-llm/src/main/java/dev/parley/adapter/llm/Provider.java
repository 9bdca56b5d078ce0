package dev.parley.adapter.llm;

import dev.parley.adapter.llm.Attempt.Again;
import dev.parley.adapter.llm.LlmProvidersAdapter.Condition;
import dev.parley.adapter.llm.LlmProvidersAdapter.Obstacle;
import dev.parley.adapter.llm.LlmProvidersAdapter.Result;
import dev.parley.application.port.out.ModelException;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ModelFailure.Kind;
import dev.parley.domain.reply.ReplyChunk;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One provider, asked once at a time by each caller and never more often than it can bear. Thread-safe. */
final class Provider implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

    private final String name;
    private final LlmConfig access;
    private final Map<String, String> models;
    private final boolean isFirst;
    private final ProviderCalls calls;
    private final SseLanguageModel model;
    private final Breaker breaker;
    private final Turnstile turnstile;
    private final Leave leave;
    private final LongSupplier nanoClock;
    private final LlmProvidersAdapter.Observer observer;
    private final AtomicBoolean inTrouble = new AtomicBoolean();

    Provider(
            LlmProvidersConfig.Provider provider,
            boolean isFirst,
            LlmProvidersConfig config,
            LongSupplier nanoClock,
            LlmProvidersAdapter.Observer observer) {
        this.name = provider.name();
        this.access = provider.access();
        this.models = provider.models();
        this.isFirst = isFirst;
        this.calls = new ProviderCalls(access);
        this.model = new SseLanguageModel(access, calls);
        this.breaker = new Breaker(name, config.breaker(), nanoClock);
        this.turnstile = new Turnstile(provider.atOnce(), config.queue());
        this.leave = new Leave(config.breaker().pause(), nanoClock);
        this.nanoClock = nanoClock;
        this.observer = observer;
    }

    String name() {
        return name;
    }

    String modelName() {
        return access.model();
    }

    String description() {
        return access.model() + " at " + access.shownUrl();
    }

    /** How many replies wait for it. */
    int waiting() {
        return turnstile.waiting();
    }

    /** How long it has asked to be left alone; zero or less if it has not. */
    Duration rest() {
        return leave.left();
    }

    Condition condition() {
        if (breaker.isOpen()) {
            return Condition.DOWN;
        }
        boolean doubtful = inTrouble.get() || breaker.isOnTrial() || rest().isPositive();
        return doubtful ? Condition.DEGRADED : Condition.UP;
    }

    /** Asks, unless it is not to be asked now. Blocks until there is a first text, or none will come. */
    Attempt ask(Prompt prompt, Patience patience) throws InterruptedException {
        Duration rest = rest();
        if (rest.isPositive()) {
            observer.passedOver(name, Obstacle.REST);
            return new Attempt.Failed(
                    new ModelFailure(Kind.OVERLOADED, "it asked for a rest", rest), Again.RESTED, null);
        }
        try (Breaker.Trial trial = breaker.admit()) {
            return trial == null ? leftAlone() : queued(prompt, patience, trial);
        }
    }

    private Attempt queued(Prompt prompt, Patience patience, Breaker.Trial trial) throws InterruptedException {
        return switch (turnstile.enter(patience.left())) {
            case FULL -> noPlace("the queue before it is full");
            case LATE -> noPlace("no place in time in the queue before it");
            case IN -> admitted(prompt, patience, trial);
        };
    }

    private Attempt noPlace(String why) {
        observer.passedOver(name, Obstacle.QUEUE);
        return refused(Kind.OVERLOADED, why);
    }

    private Attempt admitted(Prompt prompt, Patience patience, Breaker.Trial trial) throws InterruptedException {
        Attempt attempt = null;
        try {
            // It may have broken down while this one waited.
            attempt = breaker.isOpen() ? leftAlone() : judged(prompt, patience, trial);
            return attempt;
        } finally {
            if (!(attempt instanceof Attempt.Answering)) {
                turnstile.leave();
            }
        }
    }

    private Attempt judged(Prompt prompt, Patience patience, Breaker.Trial trial) throws InterruptedException {
        long begun = nanoClock.getAsLong();
        var result = Result.STOPPED;
        try {
            ReplyStream stream = firstHeard(prompt, patience);
            result = Result.TEXT;
            trial.wentWell();
            fine();
            return new Attempt.Answering(stream);
        } catch (ModelException e) {
            ModelFailure failure = e.failure();
            result = Result.of(failure.kind());
            if (failure.kind() != Kind.TIMEOUT || !patience.isOver()) {
                // Else it had less time than it may take, since others had used it up.
                trial.failed(failure);
                troubled(failure);
            }
            leave.ask(failure.retryAfter());
            return new Attempt.Failed(failure, again(failure), e);
        } finally {
            observer.asked(name, result, nanoClock.getAsLong() - begun);
        }
    }

    private ReplyStream firstHeard(Prompt prompt, Patience patience) throws InterruptedException {
        String asked = modelFor(prompt);
        ReplyStream stream = model.reply(prompt, asked, patience.of(access.limits()));
        boolean heard = false;
        try {
            ReplyChunk first = stream.next();
            if (first instanceof ReplyChunk.Failed(ModelFailure failure)) {
                throw new ModelException(failure, null);
            }
            heard = true;
            return new HeardStream(stream, first, asked, this::brokeOff, turnstile::leave);
        } finally {
            if (!heard) {
                stream.close();
            }
        }
    }

    /** Other providers than the first are not asked for models they never said they have. */
    private String modelFor(Prompt prompt) {
        String named = prompt.parameters().model();
        if (named == null) {
            return access.model();
        }
        return models.getOrDefault(named, isFirst ? named : access.model());
    }

    private void brokeOff(ModelFailure failure) {
        breaker.brokeOff(failure);
        observer.brokeOff(name, failure.kind());
        troubled(failure);
    }

    private void fine() {
        if (inTrouble.compareAndSet(true, false)) {
            LOG.info("The model provider {} is well again", name);
        }
    }

    /** Told when it begins, not with every call. */
    private void troubled(ModelFailure failure) {
        if (failure.kind() != Kind.CONTEXT_TOO_LONG && inTrouble.compareAndSet(false, true)) {
            LOG.warn("The model provider {} is in trouble: {}, {}", name, failure.kind(), failure.detail());
        }
    }

    private Attempt leftAlone() {
        observer.passedOver(name, Obstacle.BREAKER);
        return refused(Kind.UNAVAILABLE, "it failed too often and is not asked now");
    }

    private static Attempt refused(Kind kind, String why) {
        return new Attempt.Failed(ModelFailure.of(kind, why), Again.NEVER, null);
    }

    private static Again again(ModelFailure failure) {
        return switch (failure.kind()) {
            case CONTEXT_TOO_LONG -> Again.NOBODY;
            case REJECTED, TIMEOUT -> Again.NEVER;
            case OVERLOADED, UNAVAILABLE, BAD_RESPONSE -> failure.retryAfter() == null ? Again.SOON : Again.RESTED;
        };
    }

    /** Who waits comes in and finds it closed. */
    @Override
    public void close() {
        calls.close();
        turnstile.openWide();
    }

    /** The time a provider asked to be left alone for, in which nobody asks it. */
    private static final class Leave {

        private final long longest;
        private final LongSupplier nanoClock;
        private volatile long until;

        Leave(Duration longest, LongSupplier nanoClock) {
            this.longest = longest.toNanos();
            this.nanoClock = nanoClock;
            this.until = nanoClock.getAsLong();
        }

        /** Bounded, since one strange answer must not keep everybody away for a day. */
        void ask(@Nullable Duration time) {
            if (time != null) {
                until = nanoClock.getAsLong() + Math.min(time.toNanos(), longest);
            }
        }

        Duration left() {
            return Duration.ofNanos(until - nanoClock.getAsLong());
        }
    }
}
