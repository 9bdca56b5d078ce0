package dev.parley.domain.assistant;

import dev.parley.domain.text.Names;

/**
 * Names an assistant within a tenant.
 *
 * @param value 1 to 64 characters of {@code a-z 0-9 . _ -}
 */
public record AssistantName(String value) {

    /** The assistant that always exists. */
    public static final AssistantName STANDARD = new AssistantName("default");

    /** Refuses anything outside the allowed characters. */
    public AssistantName {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException("assistant must be 1 to 64 of a-z 0-9 . _ -");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
