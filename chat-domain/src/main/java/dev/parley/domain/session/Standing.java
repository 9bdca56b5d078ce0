package dev.parley.domain.session;

/** How a session stands. A deleted one is not found at all. */
public enum Standing {
    /** Takes messages and is shown in the list. */
    ACTIVE,
    /** Put away by its owner; a new message or an update brings it back. */
    ARCHIVED,
    /** Takes no more messages. */
    CLOSED;

    /** Whether a message may be added. */
    public boolean takesMessages() {
        return this != CLOSED;
    }
}
