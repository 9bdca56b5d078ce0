package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;

/**
 * A user within a tenant, with an account or without.
 *
 * @param tenant whose member
 * @param user who
 */
public record UserKey(TenantId tenant, UserId user) {

    /** Refuses nulls. */
    public UserKey {
        requireNonNull(tenant, "tenant");
        requireNonNull(user, "user");
    }
}
