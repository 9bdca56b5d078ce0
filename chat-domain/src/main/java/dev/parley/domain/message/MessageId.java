package dev.parley.domain.message;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names a message. The id of a reply is the id of the ai message it becomes.
 *
 * @param value never null; nothing is ever ordered by it
 */
public record MessageId(UUID value) {

    /** Refuses null. */
    public MessageId {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
