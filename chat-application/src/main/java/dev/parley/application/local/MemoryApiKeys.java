package dev.parley.application.local;

import dev.parley.application.port.out.ApiKeyStore.Known;
import dev.parley.domain.identity.ApiKeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of all programs. Guarded by the lock of {@link Memory}. */
final class MemoryApiKeys {

    private final Map<ApiKeyId, Entry> byId = new LinkedHashMap<>();

    /** A key and when it was created or revoked last. */
    record Entry(Known known, Instant changedAt) {}

    /** The oldest first. */
    List<Entry> all() {
        return new ArrayList<>(byId.values());
    }

    @Nullable
    Entry find(ApiKeyId id) {
        return byId.get(id);
    }

    void put(Known known, Instant changedAt) {
        byId.put(known.key().id(), new Entry(known, changedAt));
    }

    void remove(ApiKeyId id) {
        byId.remove(id);
    }
}
