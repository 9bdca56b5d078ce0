package dev.parley.adapter.mssql;

import dev.parley.domain.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Which tenants there are, for the sweeps that go over all. Hops through an index, one look-up a tenant. */
final class Tenants {

    private static final String NEXT = """
            SELECT tenant FROM ${schema}.chat_session_heads WHERE tenant > :after
            ORDER BY tenant OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""";

    private Tenants() {}

    static List<TenantId> of(Transactions transactions) {
        return transactions.run("listing the tenants", Tenants::all);
    }

    private static List<TenantId> all(Handle handle) {
        List<TenantId> tenants = new ArrayList<>();
        String after = "";
        while (true) {
            try (Query query = handle.createQuery(NEXT)) {
                var next = query.bind("after", after).mapTo(String.class).findOne();
                if (next.isEmpty()) {
                    return tenants;
                }
                after = next.get();
                tenants.add(new TenantId(after));
            }
        }
    }
}
