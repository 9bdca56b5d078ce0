package dev.parley.domain.identity;

import dev.parley.domain.text.Names;

/**
 * The organisation everything belongs to. Every row, event, key and limit carries one.
 *
 * @param value 1 to 64 characters of {@code a-z 0-9 . _ -}; never null
 */
public record TenantId(String value) {

    /** The tenant of an installation that has only one. */
    public static final TenantId DEFAULT = new TenantId("default");

    /** Refuses anything outside the allowed characters, so that a tenant can be part of any key. */
    public TenantId {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException("tenant must be 1 to 64 of a-z 0-9 . _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
