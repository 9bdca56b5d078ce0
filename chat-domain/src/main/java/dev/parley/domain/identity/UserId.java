package dev.parley.domain.identity;

import dev.parley.domain.text.Names;

/**
 * A person or program within a tenant.
 *
 * @param value 1 to 64 characters of {@code a-z 0-9 . _ -}; never null
 */
public record UserId(String value) {

    /** Refuses anything outside the allowed characters. */
    public UserId {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException("user must be 1 to 64 of a-z 0-9 . _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
