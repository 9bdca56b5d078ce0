package dev.parley.application.local;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tickets that were spent, and when each runs out. Guarded by the lock of {@link Memory}. */
final class MemoryTickets {

    private final Map<Spent, Instant> ends = new HashMap<>();

    private record Spent(TenantId tenant, SecretDigest ticket) {}

    boolean spend(TenantId tenant, SecretDigest ticket, Instant end) {
        return ends.putIfAbsent(new Spent(tenant, ticket), end) == null;
    }

    int purge(Instant before, int limit) {
        List<Spent> over = ends.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(before))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(ends::remove);
        return over.size();
    }
}
