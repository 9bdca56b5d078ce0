package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers, and how long that may take.
 *
 * @param providers who is asked, in this order; empty for the demo model
 * @param limits how long things may take
 * @param resilience what is done when a provider does not answer
 * @param longestReply in UTF-16 units
 * @param demoSpeed how many pieces a second the demo model writes
 */
public record ModelSettings(
        List<ProviderSettings> providers, Limits limits, Resilience resilience, int longestReply, int demoSpeed) {

    /** Refuses nulls; copies the list. */
    public ModelSettings {
        providers = List.copyOf(providers);
        requireNonNull(limits, "limits");
        requireNonNull(resilience, "resilience");
    }

    /** How long it may take to the first text in all, if the settings say so or not: each provider in turn, and more. */
    public Duration startWithin() {
        Duration told = resilience.startWithin();
        return told != null
                ? told
                : limits.firstToken()
                        .multipliedBy(Math.max(1, providers.size()))
                        .plus(Duration.ofSeconds(30));
    }

    /**
     * How long a model may take.
     *
     * @param connect to be reached
     * @param firstToken to its first text
     * @param idle between two texts
     * @param total for all of a reply
     */
    public record Limits(Duration connect, Duration firstToken, Duration idle, Duration total) {

        /** Refuses nulls. */
        public Limits {
            requireNonNull(connect, "connect");
            requireNonNull(firstToken, "firstToken");
            requireNonNull(idle, "idle");
            requireNonNull(total, "total");
        }
    }

    /**
     * What is done when a provider does not answer.
     *
     * @param retries how often it is asked again
     * @param retryWait before the first time
     * @param retryWaitLimit before any time
     * @param breakerCalls how many calls are looked at
     * @param breakerFailures what percentage of them may fail
     * @param breakerPause how long it is left alone then
     * @param queue how many replies may wait for a provider
     * @param queueWithin how long each may wait
     * @param startWithin how long it may take to the first text in all; null for the usual
     */
    public record Resilience(
            int retries,
            Duration retryWait,
            Duration retryWaitLimit,
            int breakerCalls,
            int breakerFailures,
            Duration breakerPause,
            int queue,
            Duration queueWithin,
            @Nullable Duration startWithin) {

        /** Refuses nulls where none are allowed. */
        public Resilience {
            requireNonNull(retryWait, "retryWait");
            requireNonNull(retryWaitLimit, "retryWaitLimit");
            requireNonNull(breakerPause, "breakerPause");
            requireNonNull(queueWithin, "queueWithin");
        }
    }
}
