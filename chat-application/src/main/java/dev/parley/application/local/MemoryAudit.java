package dev.parley.application.local;

import dev.parley.application.port.out.AuditLog.Filter;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.application.port.out.AuditLog.Verification.Sound;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All audit chains. Guarded by the lock of {@link Memory}. */
final class MemoryAudit {

    private final Map<TenantId, Entries> chains = new HashMap<>();

    void append(AuditEntry entry, AuditChain chain) {
        chains.computeIfAbsent(entry.tenant(), first -> new Entries()).append(entry, chain);
    }

    /** What a tenant has; of a tenant that has nothing, nothing. */
    Entries of(TenantId tenant) {
        return chains.getOrDefault(tenant, new Entries());
    }

    List<TenantId> tenants() {
        return List.copyOf(chains.keySet());
    }

    /** The entries of one tenant, and what the last of them shall be. */
    static final class Entries {

        private final NavigableMap<Long, Recorded> byNumber = new TreeMap<>();
        private Sound end = new Sound(0, AuditChain.BEGINNING);

        /** The last entry's number and link, as they were when it was appended. */
        Sound end() {
            return end;
        }

        boolean reachBeyond(long number) {
            return !byNumber.isEmpty() && byNumber.lastKey() > number;
        }

        /** In their order, from a number on. */
        List<Recorded> from(long number, int limit) {
            return byNumber.tailMap(number, true).values().stream().limit(limit).toList();
        }

        /** Newest first, below a number. */
        List<Recorded> below(long number, int limit) {
            return below(number, Filter.NONE, limit);
        }

        /** Those of them that fit. */
        List<Recorded> below(long number, Filter filter, int limit) {
            return byNumber.headMap(number, false).descendingMap().values().stream()
                    .filter(recorded -> filter.fits(recorded.entry()))
                    .limit(limit)
                    .toList();
        }

        /** Replaces the entries without regard to the chain, as nobody should. */
        void rewrite(UnaryOperator<List<Recorded>> change) {
            List<Recorded> rewritten = change.apply(List.copyOf(byNumber.values()));
            byNumber.clear();
            rewritten.forEach(recorded -> byNumber.put(recorded.number(), recorded));
        }

        private void append(AuditEntry entry, AuditChain chain) {
            long number = end.entries() + 1;
            String link = chain.link(end.lastLink(), number, entry);
            byNumber.put(number, new Recorded(number, entry, link));
            end = new Sound(number, link);
        }
    }
}
