package dev.parley.adapter.mssql;

import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Which tenants there are, for the sweeps that go over all. Hops through an index, one look-up a tenant. */
final class Tenants {

    private static final String WITH_SESSIONS = next("chat_session_heads");

    private static final String AUDITED = next("chat_audit");

    /**
     * Sorts before all that a tenant's name may hold, and behind the blanks that SQL Server pads with: so H2 goes on behind
     * a tenant's rows instead of reading all of them.
     */
    private static final String BEHIND = "!";

    private Tenants() {}

    static List<TenantId> of(Transactions transactions) {
        return transactions.run("listing the tenants", handle -> all(handle, WITH_SESSIONS));
    }

    /** Those of whom something is written down in the audit log. */
    static List<TenantId> audited(Transactions transactions) {
        return transactions.run("listing the audited tenants", handle -> all(handle, AUDITED));
    }

    private static String next(String table) {
        return "SELECT tenant FROM ${schema}." + table
                + " WHERE tenant > :after ORDER BY tenant OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY";
    }

    private static List<TenantId> all(Handle handle, String sql) {
        List<TenantId> tenants = new ArrayList<>();
        String after = "";
        while (true) {
            try (Query query = handle.createQuery(sql)) {
                var next =
                        query.bind("after", after + BEHIND).mapTo(String.class).findOne();
                if (next.isEmpty()) {
                    return tenants;
                }
                after = next.get();
                tenants.add(new TenantId(after));
            }
        }
    }
}
