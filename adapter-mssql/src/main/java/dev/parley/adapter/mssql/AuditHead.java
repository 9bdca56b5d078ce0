package dev.parley.adapter.mssql;

import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.identity.TenantId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * Where a tenant's chain ends. Whoever appends changes it first, and the database lets the others wait until it is
 * committed.
 *
 * @param number of the last entry; 0 if there is none
 * @param link of the last entry
 */
record AuditHead(long number, String link) {

    private static final String ADVANCE =
            "UPDATE ${schema}.chat_audit_heads SET last_number = last_number + 1 WHERE tenant = :tenant";

    private static final String BEGIN =
            "INSERT INTO ${schema}.chat_audit_heads (tenant, last_number, last_link) VALUES (:tenant, 1, :link)";

    private static final String LINK = "UPDATE ${schema}.chat_audit_heads SET last_link = :link WHERE tenant = :tenant";

    private static final String SELECT =
            "SELECT last_number, last_link FROM ${schema}.chat_audit_heads WHERE tenant = :tenant";

    private static final String TENANTS = "SELECT tenant FROM ${schema}.chat_audit_heads";

    private static final String LAST_ENTRY =
            "SELECT MAX(entry_number) FROM ${schema}.chat_audit WHERE tenant = :tenant";

    /** Takes the next number; the link is still that of the entry before. */
    static AuditHead advanced(Handle handle, TenantId tenant) {
        try (Update advance = handle.createUpdate(ADVANCE)) {
            if (advance.bind("tenant", tenant.value()).execute() == 0) {
                bound(handle, BEGIN, tenant, AuditChain.BEGINNING);
            }
        }
        return of(handle, tenant);
    }

    /** Remembers the link of the entry whose number was taken. */
    static int keep(Handle handle, TenantId tenant, String link) {
        return bound(handle, LINK, tenant, link);
    }

    static AuditHead of(Handle handle, TenantId tenant) {
        try (Query query = handle.createQuery(SELECT)) {
            return query.bind("tenant", tenant.value())
                    .map((row, context) -> new AuditHead(row.getLong("last_number"), row.getString("last_link")))
                    .findOne()
                    .orElse(new AuditHead(0, AuditChain.BEGINNING));
        }
    }

    /** The number that the first entry behind the chain's end would have, if there are such entries. */
    static Optional<Long> beyond(Handle handle, TenantId tenant) {
        try (Query query = handle.createQuery(LAST_ENTRY)) {
            // The entry first: its head was there before it.
            Optional<Long> last =
                    query.bind("tenant", tenant.value()).mapTo(Long.class).findOne();
            long counted = of(handle, tenant).number();
            return last.filter(number -> number > counted).map(number -> counted + 1);
        }
    }

    static List<TenantId> tenants(Handle handle) {
        try (Query query = handle.createQuery(TENANTS)) {
            return query.map((row, context) -> new TenantId(row.getString("tenant")))
                    .list();
        }
    }

    private static int bound(Handle handle, String sql, TenantId tenant, String link) {
        try (Update update = handle.createUpdate(sql)) {
            return update.bind("tenant", tenant.value()).bind("link", link).execute();
        }
    }
}
