package dev.parley.domain.session;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names a session.
 *
 * @param value never null; nothing is ever ordered by it
 */
public record SessionId(UUID value) {

    /** Refuses null. */
    public SessionId {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
