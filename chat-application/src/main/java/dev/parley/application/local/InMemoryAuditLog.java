package dev.parley.application.local;

import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.audit.ChainWalk;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class InMemoryAuditLog implements AuditLog {

    private static final int STEP = 500;

    private final MemoryConnection connection;
    private final AuditChain chain;

    InMemoryAuditLog(MemoryConnection connection, AuditChain chain) {
        this.connection = connection;
        this.chain = chain;
    }

    @Override
    public void append(AuditEntry entry) {
        connection.transaction(memory -> {
            memory.audit().append(entry, chain);
            return entry;
        });
    }

    @Override
    public List<Recorded> read(TenantId tenant, @Nullable Long before, int limit) {
        long below = before == null ? Long.MAX_VALUE : before;
        return connection.transaction(memory -> memory.audit().of(tenant).below(below, limit));
    }

    @Override
    public List<Recorded> find(TenantId tenant, Filter filter, @Nullable Long before, int limit) {
        long below = before == null ? Long.MAX_VALUE : before;
        return connection.transaction(memory -> memory.audit().of(tenant).below(below, filter, limit));
    }

    @Override
    public Verification verify(TenantId tenant) {
        Verification.Sound wanted =
                connection.transaction(memory -> memory.audit().of(tenant).end());
        var walk = new ChainWalk(chain);
        while (walk.next() <= wanted.entries()) {
            List<Recorded> step = step(tenant, walk.next(), wanted.entries());
            if (step.isEmpty() || !step.stream().allMatch(found -> fits(walk, found))) {
                return new Verification.Broken(walk.next());
            }
        }
        return ended(tenant, walk, wanted);
    }

    @Override
    public List<TenantId> tenants() {
        return connection.transaction(memory -> memory.audit().tenants());
    }

    private List<Recorded> step(TenantId tenant, long from, long to) {
        int most = (int) Math.min(STEP, to - from + 1);
        return connection.transaction(memory -> memory.audit().of(tenant).from(from, most));
    }

    private static boolean fits(ChainWalk walk, Recorded found) {
        return walk.goOn(found.number(), found.entry(), found.link());
    }

    private Verification ended(TenantId tenant, ChainWalk walk, Verification.Sound wanted) {
        if (!walk.link().equals(wanted.lastLink())) {
            return new Verification.Broken(wanted.entries());
        }
        return connection.transaction(memory -> {
            MemoryAudit.Entries entries = memory.audit().of(tenant);
            long last = entries.end().entries();
            return entries.reachBeyond(last) ? new Verification.Broken(last + 1) : wanted;
        });
    }
}
