package dev.parley.adapter.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to rest before a provider is asked again. */
final class Backoff {

    private final LlmProvidersConfig.Retries retries;
    private final RandomGenerator chance;

    Backoff(LlmProvidersConfig.Retries retries, RandomGenerator chance) {
        this.retries = retries;
        this.chance = chance;
    }

    /** How often a provider is asked for one reply. */
    int tries() {
        return retries.most() + 1;
    }

    /** Whether so long a rest, asked for by the provider, is waited for. */
    boolean allows(Duration asked) {
        return asked.compareTo(retries.longestRest()) <= 0;
    }

    /** The rest after so many tries, at least 1: twice as long each time, give or take half of it. */
    Duration after(int tries) {
        long doubled = Math.min(retries.longestRest().toNanos(), grown(tries));
        return Duration.ofNanos(Math.min(retries.longestRest().toNanos(), doubled / 2 + below(doubled)));
    }

    /** The rest a provider asked for, and a bit, so that not all who wait come back at once. */
    Duration after(Duration asked) {
        return asked.plusNanos(below(retries.rest().toNanos()));
    }

    private long grown(int tries) {
        return (long) Math.scalb((double) retries.rest().toNanos(), Math.min(tries - 1, 62));
    }

    private long below(long bound) {
        return chance.nextLong(bound + 1);
    }
}
