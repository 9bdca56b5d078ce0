package dev.parley.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * One login of one user: a device, until it logs out.
 *
 * @param value never null
 */
public record LoginId(UUID value) {

    /** Refuses null. */
    public LoginId {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
