package dev.parley.bootstrap.limits;

import dev.parley.application.port.out.RateLimiter.Action;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;

/** Whose bucket it is, and what for. */
sealed interface BucketKey {

    /** One user's. */
    record OfUser(Action action, TenantId tenant, UserId user) implements BucketKey {}

    /** One network address's. */
    record OfAddress(Action action, TenantId tenant, String address) implements BucketKey {}

    /** One tenant's. */
    record OfTenant(Action action, TenantId tenant) implements BucketKey {}
}
