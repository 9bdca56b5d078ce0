package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;

/**
 * A session within its tenant: what every store, bus and log is asked by.
 *
 * @param tenant whose it is
 * @param session which
 */
public record SessionKey(TenantId tenant, SessionId session) {

    /** Refuses nulls. */
    public SessionKey {
        requireNonNull(tenant, "tenant");
        requireNonNull(session, "session");
    }
}
