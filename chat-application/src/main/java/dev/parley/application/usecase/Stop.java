package dev.parley.application.usecase;

/** Why a run was told to stop before its model had ended. */
enum Stop {
    /** A person wants it. */
    CANCELLED,
    /** No text in time. */
    FIRST_TOKEN_LATE,
    /** A pause was too long. */
    IDLE,
    /** The whole took too long. */
    TOTAL,
    /** Somebody else may write it, or the session is gone: not one more character. */
    LOST,
    /** This node stops; another goes on. */
    HANDED_BACK
}
