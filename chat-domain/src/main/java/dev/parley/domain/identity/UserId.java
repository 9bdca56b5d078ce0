package dev.parley.domain.identity;

import dev.parley.domain.text.Names;

/**
 * A person or program within a tenant.
 *
 * @param value 1 to 64 characters of {@code a-z 0-9 . _ -}; never null
 */
public record UserId(String value) {

    private static final String OUTSIDE = "ext-";

    /** Refuses anything outside the allowed characters. */
    public UserId {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException("user must be 1 to 64 of a-z 0-9 . _ -");
        }
    }

    /**
     * Somebody whom an identity provider elsewhere knows.
     *
     * @param name what stands for them there, of the allowed characters
     */
    public static UserId outside(String name) {
        return new UserId(OUTSIDE + name);
    }

    /** Whether it is somebody whom an identity provider elsewhere knows: without an account here. */
    public boolean isOutside() {
        return value.startsWith(OUTSIDE);
    }

    @Override
    public String toString() {
        return value;
    }
}
