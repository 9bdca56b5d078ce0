package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.Assistant;
import java.time.Duration;
import java.util.List;

/**
 * What people may do and whom they talk to.
 *
 * @param longestMessage in code points
 * @param eventsKept how long events are kept
 * @param createOnConnect whether a socket to a session that was never made makes it
 * @param cleanup what becomes of sessions nobody touches
 * @param titles whether sessions without a title are given one
 * @param choices what people may choose about how they are answered
 * @param assistants the configured ones; the standard one is among them only if the file names it
 */
public record ChatSettings(
        int longestMessage,
        Duration eventsKept,
        boolean createOnConnect,
        Cleanup cleanup,
        boolean titles,
        Choices choices,
        List<Assistant> assistants) {

    /**
     * What becomes of sessions nobody touches.
     *
     * @param archiveAfter after how long they are archived; zero for never
     * @param purgeAfter after how long they are deleted for good; zero for never
     */
    public record Cleanup(Duration archiveAfter, Duration purgeAfter) {}

    /**
     * What people may choose about how they are answered.
     *
     * @param models the models they may choose from; empty for no choice
     * @param areParametersOffered whether they may choose temperature and length
     * @param leastTemperature the lowest temperature
     * @param mostTemperature the highest
     * @param mostTokens the most tokens
     */
    public record Choices(
            List<String> models,
            boolean areParametersOffered,
            double leastTemperature,
            double mostTemperature,
            int mostTokens) {

        /** Copies the list. */
        public Choices {
            models = List.copyOf(models);
        }
    }

    /** Refuses nulls; copies the list. */
    public ChatSettings {
        requireNonNull(eventsKept, "eventsKept");
        requireNonNull(cleanup, "cleanup");
        requireNonNull(choices, "choices");
        assistants = List.copyOf(assistants);
    }
}
