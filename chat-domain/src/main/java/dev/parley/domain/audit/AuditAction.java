package dev.parley.domain.audit;

/** What was done. The names are stored; they are never changed. */
public enum AuditAction {
    ACCOUNT_CREATED,
    ACCOUNT_DELETED,
    LOGGED_IN,
    LOGIN_FAILED,
    LOGGED_OUT,
    LOGIN_ENDED,
    REFRESH_REUSED,
    PASSWORD_CHANGED,
    PASSWORD_CHANGE_FAILED,
    ROLE_CHANGED,
    SESSIONS_HANDED_OVER,
    SESSION_READ,
    SESSION_DELETED,
    SESSION_PURGED,
    DATA_EXPORTED,
    API_KEY_CREATED,
    API_KEY_REVOKED,
    KEYS_ROTATED
}
