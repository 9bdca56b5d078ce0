package dev.parley.application.local;

import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryApiKeyStore implements ApiKeyStore {

    private static final int MOST_LISTED = 500;

    private final MemoryConnection connection;

    InMemoryApiKeyStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public void create(ApiKey key, SecretDigest secret) {
        connection.transaction(memory -> {
            if (memory.apiKeys().find(key.id()) != null) {
                throw new StoreException.Broken(
                        "a key with this id is there", new IllegalArgumentException("the id must be new"));
            }
            memory.apiKeys().put(new Known(key, secret), key.createdAt());
            return key;
        });
    }

    @Override
    public List<ApiKey> of(TenantId tenant) {
        return connection.transaction(memory -> memory.apiKeys().all().reversed().stream()
                .map(entry -> entry.known().key())
                .filter(key -> key.tenant().equals(tenant) && key.revokedAt() == null)
                .limit(MOST_LISTED)
                .toList());
    }

    @Override
    public Optional<ApiKey> revoke(TenantId tenant, ApiKeyId id, Instant at) {
        return connection.transaction(memory -> {
            MemoryApiKeys.Entry found = memory.apiKeys().find(id);
            if (found == null
                    || !found.known().key().tenant().equals(tenant)
                    || found.known().key().revokedAt() != null) {
                return Optional.empty();
            }
            ApiKey revoked =
                    changed(found.known().key(), at, found.known().key().usedAt());
            memory.apiKeys().put(new Known(revoked, found.known().secret()), at);
            return Optional.of(revoked);
        });
    }

    @Override
    public List<Known> changedSince(Instant since) {
        return connection.transaction(memory -> memory.apiKeys().all().stream()
                .filter(entry -> !entry.changedAt().isBefore(since))
                .map(MemoryApiKeys.Entry::known)
                .toList());
    }

    @Override
    public void used(TenantId tenant, ApiKeyId id, Instant at) {
        connection.transaction(memory -> {
            MemoryApiKeys.Entry found = memory.apiKeys().find(id);
            if (found != null
                    && found.known().key().tenant().equals(tenant)
                    && isLater(at, found.known().key().usedAt())) {
                ApiKey key = found.known().key();
                memory.apiKeys()
                        .put(
                                new Known(
                                        changed(key, key.revokedAt(), at),
                                        found.known().secret()),
                                found.changedAt());
            }
            return id;
        });
    }

    @Override
    public int purge(Instant before, int limit) {
        return connection.transaction(memory -> {
            List<ApiKeyId> over = memory.apiKeys().all().stream()
                    .map(entry -> entry.known().key())
                    .filter(key -> isBefore(key.revokedAt(), before) || isBefore(key.expiresAt(), before))
                    .limit(limit)
                    .map(ApiKey::id)
                    .toList();
            over.forEach(memory.apiKeys()::remove);
            return over.size();
        });
    }

    private static boolean isLater(Instant at, @Nullable Instant known) {
        return known == null || at.isAfter(known);
    }

    private static boolean isBefore(@Nullable Instant time, Instant before) {
        return time != null && time.isBefore(before);
    }

    private static ApiKey changed(ApiKey key, @Nullable Instant revokedAt, @Nullable Instant usedAt) {
        return new ApiKey(
                key.tenant(),
                key.id(),
                key.owner(),
                key.name(),
                key.scopes(),
                key.createdBy(),
                key.createdAt(),
                key.expiresAt(),
                revokedAt,
                usedAt);
    }
}
