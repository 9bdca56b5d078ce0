package dev.parley.domain.identity;

/** What somebody is within a tenant. What each may do is decided by the application. */
public enum Role {
    /** Holds conversations of their own. */
    USER,
    /** Answers people in place of the assistant. */
    AGENT,
    /** Leads agents. */
    SUPERVISOR,
    /** Runs the tenant. */
    ADMIN
}
