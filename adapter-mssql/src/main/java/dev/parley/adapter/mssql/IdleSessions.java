package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/** Finds sessions nobody has touched for long: the beginning of an index, a tenant after the other. */
final class IdleSessions {

    private static final String SELECT = """
            SELECT s.session_id FROM ${schema}.chat_sessions s
            WHERE s.tenant = :tenant AND s.is_active = :active AND s.is_closed = :closed AND s.updated_at < :before
                AND s.deleted_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM ${schema}.chat_replies r
                    WHERE r.open_tenant = s.tenant AND r.session_id = s.session_id)
            ORDER BY s.tenant, s.is_active, s.is_closed, s.updated_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private final Transactions transactions;

    IdleSessions(Transactions transactions) {
        this.transactions = transactions;
    }

    List<SessionKey> find(Standing standing, Instant before, int limit) {
        List<SessionKey> found = new ArrayList<>();
        for (TenantId tenant : Tenants.of(transactions)) {
            if (found.size() < limit) {
                found.addAll(of(tenant, standing, before, limit - found.size()));
            }
        }
        return found;
    }

    private List<SessionKey> of(TenantId tenant, Standing standing, Instant before, int rows) {
        return transactions.run("finding idle sessions", handle -> {
            try (Query query = handle.createQuery(SELECT)) {
                return query.bind("tenant", tenant.value())
                        .bind("active", standing != Standing.ARCHIVED)
                        .bind("closed", standing == Standing.CLOSED)
                        .bind("before", before)
                        .bind("rows", rows)
                        .map((row, context) -> new SessionKey(tenant, new SessionId(Columns.id(row, "session_id"))))
                        .list();
            }
        });
    }
}
