package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.Assistant;
import java.time.Duration;
import java.util.List;

/**
 * What people may do and whom they talk to.
 *
 * @param longestMessage in code points
 * @param createOnConnect whether a socket may ask for a session that nobody has
 * @param eventsKept how long events are kept
 * @param guestsValidFor how long a visitor is recognised
 * @param allowedOrigins web sites that may use the server, besides its own pages
 * @param assistants the configured ones; the standard one is among them only if the file names it
 */
public record ChatSettings(
        int longestMessage,
        boolean createOnConnect,
        Duration eventsKept,
        Duration guestsValidFor,
        List<String> allowedOrigins,
        List<Assistant> assistants) {

    /** Refuses nulls; copies the lists. */
    public ChatSettings {
        requireNonNull(eventsKept, "eventsKept");
        requireNonNull(guestsValidFor, "guestsValidFor");
        allowedOrigins = List.copyOf(allowedOrigins);
        assistants = List.copyOf(assistants);
    }
}
