package dev.parley.application.port.in;

/** What a caller may do. Checked by the use cases, in one place. */
public enum Permission {
    /** Hold conversations of one's own. */
    CHAT,
    /** Read other people's conversations in one's tenant. */
    READ_ALL_SESSIONS
}
