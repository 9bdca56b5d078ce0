package dev.parley.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * One key a program calls with. Not secret.
 *
 * @param value never null
 */
public record ApiKeyId(UUID value) {

    /** Refuses null. */
    public ApiKeyId {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
