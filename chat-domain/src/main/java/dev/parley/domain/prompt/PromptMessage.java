package dev.parley.domain.prompt;

import static java.util.Objects.requireNonNull;

/**
 * One message as the model sees it.
 *
 * @param role who speaks
 * @param text what is said; never null
 */
public record PromptMessage(Role role, String text) {

    /** Who speaks in a prompt. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** Refuses nulls. */
    public PromptMessage {
        requireNonNull(role, "role");
        requireNonNull(text, "text");
    }
}
