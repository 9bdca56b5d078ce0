package dev.parley.application.port.in;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a session to its owner.
 *
 * @param id its name
 * @param title null until one is given or generated
 * @param assistant who answers in it
 * @param standing whether it takes messages
 * @param createdAt when it was made
 * @param updatedAt when it last changed or a message was last added
 * @param messageCount how many messages it has
 * @param preview the beginning of its last message; null if it has none
 * @param unread how many messages of others are above the owner's read cursor
 */
public record ListedSession(
        SessionId id,
        @Nullable SessionTitle title,
        AssistantName assistant,
        Standing standing,
        Instant createdAt,
        Instant updatedAt,
        long messageCount,
        @Nullable String preview,
        long unread) {

    /** Refuses nulls where none are allowed. */
    public ListedSession {
        requireNonNull(id, "id");
        requireNonNull(assistant, "assistant");
        requireNonNull(standing, "standing");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(updatedAt, "updatedAt");
    }
}
