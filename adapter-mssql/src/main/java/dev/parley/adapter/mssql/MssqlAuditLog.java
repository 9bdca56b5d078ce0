package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AuditLog;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.audit.ChainWalk;
import dev.parley.domain.identity.TenantId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** A chain a tenant, each under its head row. */
final class MssqlAuditLog implements AuditLog {

    private static final int STEP = 500;

    private static final String SELECT =
            "SELECT " + AuditRow.COLUMNS + " FROM ${schema}.chat_audit WHERE tenant = :tenant AND ";

    private static final String BELOW = SELECT
            + "entry_number < :number ORDER BY tenant DESC, entry_number DESC OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";

    private static final String FROM =
            SELECT + "entry_number >= :number ORDER BY tenant, entry_number OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";

    private final Transactions transactions;
    private final AuditChain chain;

    MssqlAuditLog(Transactions transactions, AuditChain chain) {
        this.transactions = transactions;
        this.chain = chain;
    }

    @Override
    public void append(AuditEntry entry) {
        transactions.run("writing an audit entry", handle -> {
            AuditHead head = AuditHead.advanced(handle, entry.tenant());
            Recorded recorded = new Recorded(head.number(), entry, chain.link(head.link(), head.number(), entry));
            AuditRow.insert(handle, recorded);
            return AuditHead.keep(handle, entry.tenant(), recorded.link());
        });
    }

    @Override
    public List<Recorded> read(TenantId tenant, @Nullable Long before, int limit) {
        long below = before == null ? Long.MAX_VALUE : before;
        return transactions.run("reading the audit log", handle -> rows(handle, BELOW, tenant, below, limit)).stream()
                .map(row -> row.recorded(tenant))
                .toList();
    }

    @Override
    public List<Recorded> find(TenantId tenant, Filter filter, @Nullable Long before, int limit) {
        return filter.equals(Filter.NONE)
                ? read(tenant, before, limit)
                : new AuditSearch(transactions, tenant, filter).below(before == null ? Long.MAX_VALUE : before, limit);
    }

    @Override
    public Verification verify(TenantId tenant) {
        AuditHead end = transactions.run("finding the end of an audit chain", handle -> AuditHead.of(handle, tenant));
        var walk = new ChainWalk(chain);
        while (walk.next() <= end.number()) {
            List<AuditRow> step = step(tenant, walk.next(), end.number());
            if (step.isEmpty() || !step.stream().allMatch(row -> row.fits(tenant, walk))) {
                return new Verification.Broken(walk.next());
            }
        }
        return ended(tenant, walk, end);
    }

    @Override
    public List<TenantId> tenants() {
        Set<TenantId> tenants = new LinkedHashSet<>(Tenants.audited(transactions));
        // Of a tenant whose entries were all removed, the head may be left.
        tenants.addAll(transactions.run("listing the audit chains", AuditHead::tenants));
        return List.copyOf(tenants);
    }

    private List<AuditRow> step(TenantId tenant, long from, long to) {
        int most = (int) Math.min(STEP, to - from + 1);
        return transactions.run("verifying an audit chain", handle -> rows(handle, FROM, tenant, from, most));
    }

    private Verification ended(TenantId tenant, ChainWalk walk, AuditHead end) {
        if (!walk.link().equals(end.link())) {
            return new Verification.Broken(end.number());
        }
        return transactions
                .run("looking behind an audit chain", handle -> AuditHead.beyond(handle, tenant))
                .<Verification>map(Verification.Broken::new)
                .orElse(new Verification.Sound(end.number(), end.link()));
    }

    private static List<AuditRow> rows(Handle handle, String sql, TenantId tenant, long number, int limit) {
        try (Query query = handle.createQuery(sql)) {
            return query.bind("tenant", tenant.value())
                    .bind("number", number)
                    .bind("rows", limit)
                    .map((row, context) -> AuditRow.read(row))
                    .list();
        }
    }
}
