package dev.parley.adapter.llm;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.domain.reply.ModelFailure;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Several providers as one model, which goes on to the next when one does not answer. Thread-safe. With one provider
 * it is that one with retries, a queue and a breaker.
 */
public final class LlmProvidersAdapter implements AutoCloseable {

    private final List<Provider> providers;
    private final FallbackLanguageModel model;
    private final Runnable wake;

    private LlmProvidersAdapter(List<Provider> providers, FallbackLanguageModel model, Runnable wake) {
        this.providers = providers;
        this.model = model;
        this.wake = wake;
    }

    /**
     * Makes ready to call; connects to nothing, so missing models never stop a start.
     *
     * @param nanoClock a clock that only goes forward, in nanoseconds; for breakers and limits over several calls
     * @param chance spreads retries; thread-safe
     */
    public static LlmProvidersAdapter open(LlmProvidersConfig config, LongSupplier nanoClock, RandomGenerator chance) {
        return open(config, nanoClock, chance, Observer.NONE);
    }

    /** The same with somebody who hears of calls. */
    public static LlmProvidersAdapter open(
            LlmProvidersConfig config, LongSupplier nanoClock, RandomGenerator chance, Observer observer) {
        var doze = new Doze();
        return open(config, nanoClock, chance, observer, doze, doze::close);
    }

    /** The same with other rests between calls, and what ends them. */
    static LlmProvidersAdapter open(
            LlmProvidersConfig config,
            LongSupplier nanoClock,
            RandomGenerator chance,
            Observer observer,
            Rest rest,
            Runnable wake) {
        List<Provider> providers = providers(config, nanoClock, observer);
        var model = new FallbackLanguageModel(
                providers, new Backoff(config.retries(), chance), config.firstTextWithin(), nanoClock, rest, observer);
        return new LlmProvidersAdapter(providers, model, wake);
    }

    private static List<Provider> providers(LlmProvidersConfig config, LongSupplier nanoClock, Observer observer) {
        String first = config.providers().getFirst().name();
        return config.providers().stream()
                .map(provider -> new Provider(provider, provider.name().equals(first), config, nanoClock, observer))
                .toList();
    }

    /** The port. A call blocks its caller, preferably a virtual thread, until a provider has given the first text. */
    public LanguageModel model() {
        return model;
    }

    /** The model asked when a prompt names none and the first provider answers. */
    public String modelName() {
        return providers.getFirst().modelName();
    }

    /** Which models, and where, for logs. Asks nobody, holds no secret. */
    public String description() {
        return String.join(
                ", else ", providers.stream().map(Provider::description).toList());
    }

    /** How each provider is, in their order. Asks nobody; what calls came to tells. */
    public List<State> states() {
        return providers.stream()
                .map(provider -> new State(provider.name(), provider.condition(), provider.waiting()))
                .toList();
    }

    /** How many replies wait for a provider now, in the order of the providers. */
    List<Integer> waiting() {
        return providers.stream().map(Provider::waiting).toList();
    }

    /** Wakes all who wait, who then fail; breaks running replies off and closes idle connections. */
    @Override
    public void close() {
        wake.run();
        providers.forEach(Provider::close);
    }

    /**
     * How a provider is.
     *
     * @param name as configured
     * @param condition as its last calls tell
     * @param waiting how many replies wait for it on this node now
     */
    public record State(String name, Condition condition, int waiting) {}

    /**
     * Hears what becomes of calls, to count and time them. Called a few times for each reply, on the threads that ask, never
     * for its pieces; must neither block nor throw. Providers are named as configured.
     */
    public interface Observer {

        /** Hears nothing. */
        Observer NONE = new Observer() {

            @Override
            public void asked(String provider, Result result, long nanos) {}

            @Override
            public void askedAgain(String provider) {}

            @Override
            public void passedOver(String provider, Obstacle obstacle) {}

            @Override
            public void stoodIn(String provider) {}

            @Override
            public void brokeOff(String provider, ModelFailure.Kind kind) {}
        };

        /**
         * A provider was asked once.
         *
         * @param result what came of it
         * @param nanos how long it took to the first text, or to the failure
         */
        void asked(String provider, Result result, long nanos);

        /** A provider is asked once more for the same reply. */
        void askedAgain(String provider);

        /** A provider was not asked, though it was its turn. */
        void passedOver(String provider, Obstacle obstacle);

        /** Another provider than the first answers. */
        void stoodIn(String provider);

        /** An answer that had begun ended in a failure. */
        void brokeOff(String provider, ModelFailure.Kind kind);
    }

    /** What asking once came to. */
    public enum Result {
        TEXT,
        TIMEOUT,
        UNAVAILABLE,
        OVERLOADED,
        REJECTED,
        CONTEXT_TOO_LONG,
        BAD_RESPONSE,
        /** Whoever asked did not want to know any more. */
        STOPPED;

        static Result of(ModelFailure.Kind kind) {
            return switch (kind) {
                case TIMEOUT -> TIMEOUT;
                case UNAVAILABLE -> UNAVAILABLE;
                case OVERLOADED -> OVERLOADED;
                case REJECTED -> REJECTED;
                case CONTEXT_TOO_LONG -> CONTEXT_TOO_LONG;
                case BAD_RESPONSE -> BAD_RESPONSE;
            };
        }
    }

    /** Why a provider is not asked. */
    public enum Obstacle {
        /** It failed too often. */
        BREAKER,
        /** It asked to be left alone for a while. */
        REST,
        /** There is no place, and none in time, in the queue before it. */
        QUEUE
    }

    /** How a provider may be. */
    public enum Condition {
        /** The last call went well, or there was none. */
        UP,
        /** The last call failed, it asked for a rest, or it is being tried again. */
        DEGRADED,
        /** It failed so often that it is not asked for now. */
        DOWN
    }
}
