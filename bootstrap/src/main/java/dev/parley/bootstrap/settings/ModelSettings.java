package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who answers, and how long that may take.
 *
 * @param baseUrl an OpenAI-compatible service; null for the demo model
 * @param apiKey the key for it; null if it needs none
 * @param model the model where an assistant names none
 * @param limits how long things may take
 * @param longestReply in UTF-16 units
 * @param demoSpeed how many pieces a second the demo model writes
 */
public record ModelSettings(
        @Nullable URI baseUrl, @Nullable Secret apiKey, String model, Limits limits, int longestReply, int demoSpeed) {

    /** Refuses nulls where none are allowed. */
    public ModelSettings {
        requireNonNull(model, "model");
        requireNonNull(limits, "limits");
    }

    /** The address may hold a password. */
    @Override
    public String toString() {
        return "ModelSettings[" + model + "]";
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
}
