package dev.parley.adapter.llm;

import dev.parley.application.port.out.LanguageModel;
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
        var doze = new Doze();
        return open(config, nanoClock, chance, doze, doze::close);
    }

    /** The same with other rests between calls, and what ends them. */
    static LlmProvidersAdapter open(
            LlmProvidersConfig config, LongSupplier nanoClock, RandomGenerator chance, Rest rest, Runnable wake) {
        List<Provider> providers = providers(config, nanoClock);
        var model = new FallbackLanguageModel(
                providers, new Backoff(config.retries(), chance), config.firstTextWithin(), nanoClock, rest);
        return new LlmProvidersAdapter(providers, model, wake);
    }

    private static List<Provider> providers(LlmProvidersConfig config, LongSupplier nanoClock) {
        String first = config.providers().getFirst().name();
        return config.providers().stream()
                .map(provider -> new Provider(provider, provider.name().equals(first), config, nanoClock))
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
                .map(provider -> new State(provider.name(), provider.condition()))
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
     */
    public record State(String name, Condition condition) {}

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
