package dev.parley.application.port.out;

import static java.util.Objects.requireNonNull;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys that programs call with. Thread-safe; every method blocks, is one transaction, and throws {@link
 * StoreException} if the backend broke.
 *
 * <ol>
 *   <li>G1: a created key is listed for its tenant with every field unchanged until it is revoked or purged, the newest
 *       first, and for no other tenant.
 *   <li>G2: a key is revoked once, also when many try at once, only by its own tenant, and for good.
 *   <li>G3: {@code changedSince} names every key that was created or revoked at that time or later, of all tenants,
 *       with its digest and what became of it, until it is purged.
 *   <li>G4: the time of last use only ever moves forward, and the time of a change not with it.
 *   <li>G5: purging removes keys that were revoked or ran out before the given time, and no others.
 *   <li>G6: a lost backend is reported as {@link StoreException.Unavailable}; what was committed is there afterwards.
 * </ol>
 */
public interface ApiKeyStore {

    /** Keeps a new key. Its id must be new. */
    void create(ApiKey key, SecretDigest secret);

    /** A tenant's keys that were not revoked, at most 500. */
    List<ApiKey> of(TenantId tenant);

    /**
     * Revokes a key.
     *
     * @return the key as it is now; empty if the tenant has none of this id that was not revoked
     */
    Optional<ApiKey> revoke(TenantId tenant, ApiKeyId id, Instant at);

    /** Which keys were created or revoked at a time or later, of all tenants. */
    List<Known> changedSince(Instant since);

    /** Notes that a key was used. Nothing happens if there is none, or if a later use is known. */
    void used(TenantId tenant, ApiKeyId id, Instant at);

    /**
     * Removes keys that were revoked or ran out before a time.
     *
     * @return how many, at most {@code limit}
     */
    int purge(Instant before, int limit);

    /**
     * A key, without what proves it.
     *
     * @param tenant whose
     * @param id which
     * @param owner whom it calls as
     * @param name what people call it, 1 to 100 characters
     * @param scopes what it may do: 1 to 20 names of {@code a-z _}, 40 characters at most
     * @param createdBy who made it
     * @param createdAt when
     * @param expiresAt when it runs out; null if it does not
     * @param revokedAt when it was revoked; null if it was not
     * @param usedAt about when it was last used; null if it never was
     */
    record ApiKey(
            TenantId tenant,
            ApiKeyId id,
            UserId owner,
            String name,
            Set<String> scopes,
            UserId createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant usedAt) {

        /** How long a name may be. */
        public static final int LONGEST_NAME = 100;

        private static final int MOST_SCOPES = 20;

        /** Refuses what can't be stored; copies the set. */
        public ApiKey {
            requireNonNull(tenant, "tenant");
            requireNonNull(id, "id");
            requireNonNull(owner, "owner");
            requireNonNull(createdBy, "createdBy");
            requireNonNull(createdAt, "createdAt");
            scopes = Set.copyOf(scopes);
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("name must have 1 to " + LONGEST_NAME + " characters");
            }
            if (scopes.isEmpty()
                    || scopes.size() > MOST_SCOPES
                    || !scopes.stream().allMatch(scope -> scope.matches("[a-z_]{1,40}"))) {
                throw new IllegalArgumentException("scopes must be 1 to " + MOST_SCOPES + " names of a-z _");
            }
        }

        /** Whether it was neither revoked nor has run out. */
        public boolean livesAt(Instant time) {
            return revokedAt == null && (expiresAt == null || time.isBefore(expiresAt));
        }
    }

    /**
     * A key with what proves it.
     *
     * @param key which
     * @param secret the digest of its secret
     */
    record Known(ApiKey key, SecretDigest secret) {}
}
