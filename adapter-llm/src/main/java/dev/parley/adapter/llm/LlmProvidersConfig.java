package dev.parley.adapter.llm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Providers in the order they are asked, and what is done when one does not answer.
 *
 * @param providers the first is asked first, the others in turn where those before gave no text; at least one
 * @param retries how often and after what rest a provider is asked again
 * @param queue who waits while a provider writes as many replies as it may
 * @param breaker when a provider is not asked for a while
 * @param firstTextWithin how long it may take to the first text in all: queue, rests and all providers together
 */
public record LlmProvidersConfig(
        List<Provider> providers, Retries retries, Queue queue, Breaker breaker, Duration firstTextWithin) {

    /** Refuses nulls, no provider at all and two of one name. */
    public LlmProvidersConfig {
        providers = List.copyOf(providers);
        requireNonNull(retries, "retries");
        requireNonNull(queue, "queue");
        requireNonNull(breaker, "breaker");
        checkPositive("time to the first text", firstTextWithin);
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("at least one provider is needed");
        }
        var names = new HashSet<String>();
        for (Provider provider : providers) {
            if (!names.add(provider.name())) {
                throw new IllegalArgumentException("two providers are called " + provider.name());
            }
        }
    }

    /** The usual for these. The first text may take as long as each may take for it, and half a minute. */
    public static LlmProvidersConfig of(List<Provider> providers) {
        return new LlmProvidersConfig(
                providers, Retries.STANDARD, Queue.STANDARD, Breaker.STANDARD, timeFor(providers));
    }

    /** What each may take to its first text, and half a minute for rests and queues. */
    public static Duration timeFor(List<Provider> providers) {
        return providers.stream()
                .map(provider -> provider.access().limits().firstToken())
                .reduce(Duration.ofSeconds(30), Duration::plus);
    }

    /**
     * One of them.
     *
     * @param name what people who run the server know it by; 1 to 32 of a-z 0-9 _ -
     * @param access how it is reached; its model is asked where no other is named, and where a named one is not the
     *     first provider's to answer with
     * @param models what this provider calls models that prompts name; those left out are asked by the name they have
     *     at the first provider, and not at all at the others
     * @param atOnce how many replies it writes at once, at least 1
     */
    public record Provider(String name, LlmConfig access, Map<String, String> models, int atOnce) {

        /** Refuses nulls and what is out of range. */
        public Provider {
            if (!name.matches("[a-z0-9_-]{1,32}")) {
                throw new IllegalArgumentException("a provider's name is 1 to 32 of a-z 0-9 _ -");
            }
            requireNonNull(access, "access");
            models = Map.copyOf(models);
            if (atOnce < 1) {
                throw new IllegalArgumentException("a provider must write at least 1 reply at once, was " + atOnce);
            }
        }

        /** One without names of its own for models, 2,000 replies at once. */
        public static Provider of(String name, LlmConfig access) {
            return new Provider(name, access, Map.of(), 2_000);
        }
    }

    /**
     * How often and after what rest a provider is asked again. Only before the first text of a reply.
     *
     * @param most how often, 0 for never
     * @param rest before the first time, give or take half of it; twice as long before each next
     * @param longestRest the longest, also where a provider says how long to wait; who says more is not waited for
     */
    public record Retries(int most, Duration rest, Duration longestRest) {

        /** Twice, after 500 ms and 1 s; 10 s at most. */
        public static final Retries STANDARD = new Retries(2, Duration.ofMillis(500), Duration.ofSeconds(10));

        /** Refuses what is out of range. */
        public Retries {
            if (most < 0) {
                throw new IllegalArgumentException("retries must be at least 0, was " + most);
            }
            checkPositive("rest", rest);
            checkPositive("longest rest", longestRest);
        }
    }

    /**
     * Who waits before a provider.
     *
     * @param places how many may wait; further ones go on to the next provider, or are refused
     * @param longestWait how long each may wait
     */
    public record Queue(int places, Duration longestWait) {

        /** 1,000 for 10 s. */
        public static final Queue STANDARD = new Queue(1_000, Duration.ofSeconds(10));

        /** Refuses what is out of range. */
        public Queue {
            if (places < 0) {
                throw new IllegalArgumentException("places must be at least 0, was " + places);
            }
            checkPositive("longest wait", longestWait);
        }
    }

    /**
     * When a provider is not asked for a while.
     *
     * @param calls how many of the last calls are looked at, once there were half as many; at least 2
     * @param failedPercent from what part of failures on it is left alone, 1 to 100
     * @param pause for how long; then one call tries whether it is back
     */
    public record Breaker(int calls, int failedPercent, Duration pause) {

        /** Half of 20; 30 s. */
        public static final Breaker STANDARD = new Breaker(20, 50, Duration.ofSeconds(30));

        /** Refuses what is out of range. */
        public Breaker {
            if (calls < 2) {
                throw new IllegalArgumentException("calls must be at least 2, was " + calls);
            }
            if (failedPercent < 1 || failedPercent > 100) {
                throw new IllegalArgumentException("failed percent must be 1 to 100, was " + failedPercent);
            }
            checkPositive("pause", pause);
        }
    }

    private static void checkPositive(String name, Duration time) {
        if (!requireNonNull(time, name).isPositive()) {
            throw new IllegalArgumentException(name + " must be above 0, was " + time);
        }
    }
}
