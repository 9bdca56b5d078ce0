package dev.parley.application.local;

import dev.parley.application.port.out.AccountStore.Stored;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All accounts. Guarded by the lock of {@link Memory}. */
final class MemoryAccounts {

    private final Map<TenantId, Members> tenants = new HashMap<>();

    @Nullable
    Stored find(TenantId tenant, UserId user) {
        return members(tenant).byId.get(user);
    }

    @Nullable
    Stored byUsername(TenantId tenant, String key) {
        return members(tenant).byUsername.get(key);
    }

    @Nullable
    Stored byEmail(TenantId tenant, String key) {
        return members(tenant).byEmail.get(key);
    }

    /** By username, from the one after a key. */
    Stream<Stored> after(TenantId tenant, String key) {
        return members(tenant).byUsername.tailMap(key, false).values().stream();
    }

    void put(Stored stored) {
        members(stored.account().tenant()).put(stored);
    }

    void remove(Stored stored) {
        members(stored.account().tenant()).remove(stored);
    }

    private Members members(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, unknown -> new Members());
    }

    private static final class Members {

        private final Map<UserId, Stored> byId = new HashMap<>();
        private final NavigableMap<String, Stored> byUsername = new TreeMap<>();
        private final Map<String, Stored> byEmail = new HashMap<>();

        void put(Stored stored) {
            byId.put(stored.account().id(), stored);
            byUsername.put(stored.account().username().key(), stored);
            byEmail.put(stored.account().email().key(), stored);
        }

        void remove(Stored stored) {
            byId.remove(stored.account().id());
            byUsername.remove(stored.account().username().key());
            byEmail.remove(stored.account().email().key());
        }
    }
}
