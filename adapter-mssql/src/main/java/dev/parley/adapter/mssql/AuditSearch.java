package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AuditLog.Filter;
import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Looks entries up by what a filter names, and asks for nothing else, so that an index is found. The database may take
 * texts for the same that are not, and so each entry is looked at once more.
 */
final class AuditSearch {

    private final Transactions transactions;
    private final TenantId tenant;
    private final Filter filter;

    AuditSearch(Transactions transactions, TenantId tenant, Filter filter) {
        this.transactions = transactions;
        this.tenant = tenant;
        this.filter = filter;
    }

    List<Recorded> below(long number, int limit) {
        List<Recorded> found = new ArrayList<>();
        long below = number;
        List<Recorded> page;
        do {
            page = page(below, limit);
            for (Recorded recorded : page) {
                if (found.size() < limit && filter.fits(recorded.entry())) {
                    found.add(recorded);
                }
            }
            below = page.isEmpty() ? 0 : page.getLast().number();
        } while (page.size() == limit && found.size() < limit);
        return found;
    }

    private List<Recorded> page(long below, int limit) {
        return transactions.run("searching the audit log", handle -> rows(handle, below, limit)).stream()
                .map(row -> row.recorded(tenant))
                .toList();
    }

    private List<AuditRow> rows(Handle handle, long below, int limit) {
        try (Query query = handle.createQuery(sql())) {
            query.bind("tenant", tenant.value()).bind("number", below).bind("rows", limit);
            if (filter.actor() != null) {
                query.bind("actor", filter.actor().value());
            }
            if (filter.action() != null) {
                query.bind("action", Columns.word(filter.action()));
            }
            if (filter.subject() != null) {
                query.bind("subject", filter.subject());
            }
            if (filter.from() != null) {
                query.bind("from", Columns.time(filter.from()));
            }
            if (filter.to() != null) {
                query.bind("to", Columns.time(filter.to()));
            }
            return query.map((row, context) -> AuditRow.read(row)).list();
        }
    }

    private String sql() {
        return "SELECT " + AuditRow.COLUMNS + " FROM ${schema}.chat_audit WHERE tenant = :tenant"
                + (filter.actor() == null ? "" : " AND actor_id = :actor")
                + (filter.action() == null ? "" : " AND action = :action")
                + (filter.subject() == null ? "" : " AND subject = :subject")
                + (filter.from() == null ? "" : " AND occurred_at >= :from")
                + (filter.to() == null ? "" : " AND occurred_at < :to")
                + " AND entry_number < :number"
                + " ORDER BY entry_number DESC OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }
}
