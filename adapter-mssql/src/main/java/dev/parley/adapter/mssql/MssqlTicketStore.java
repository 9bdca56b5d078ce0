package dev.parley.adapter.mssql;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Who inserts the row is the first. Of two at once the later one's breaks the key; looking anew it finds the other's. */
final class MssqlTicketStore implements TicketStore {

    private static final String KEY = " WHERE tenant = :tenant AND ticket = :ticket";

    private static final String SPENT = "SELECT ticket FROM ${schema}.chat_tickets" + KEY;

    private static final String SPEND =
            "INSERT INTO ${schema}.chat_tickets (tenant, ticket, expires_at) VALUES (:tenant, :ticket, :end)";

    private static final String OVER = """
            SELECT tenant, ticket FROM ${schema}.chat_tickets WHERE expires_at < :before
            ORDER BY expires_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String DELETE = "DELETE FROM ${schema}.chat_tickets" + KEY;

    private final Transactions transactions;

    MssqlTicketStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean spend(TenantId tenant, SecretDigest ticket, Instant end) {
        return transactions.run("spending a ticket", handle -> {
            if (isSpent(handle, tenant, ticket)) {
                return false;
            }
            try (Update update = handle.createUpdate(SPEND)) {
                update.bind("tenant", tenant.value())
                        .bind("ticket", ticket.value())
                        .bind("end", Columns.time(end))
                        .execute();
                return true;
            }
        });
    }

    private static boolean isSpent(Handle handle, TenantId tenant, SecretDigest ticket) {
        try (Query query = handle.createQuery(SPENT)) {
            return query.bind("tenant", tenant.value())
                    .bind("ticket", ticket.value())
                    .map((row, context) -> true)
                    .findOne()
                    .orElse(false);
        }
    }

    @Override
    public int purge(Instant before, int limit) {
        return transactions.run("purging tickets", handle -> delete(handle, over(handle, Columns.time(before), limit)));
    }

    private static List<Row> over(Handle handle, Instant before, int limit) {
        try (Query query = handle.createQuery(OVER)) {
            return query.bind("before", before)
                    .bind("rows", limit)
                    .map((row, context) -> new Row(row.getString("tenant"), row.getString("ticket")))
                    .list();
        }
    }

    private static int delete(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedBatch batch = handle.prepareBatch(DELETE)) {
            rows.forEach(row -> batch.bind("tenant", row.tenant())
                    .bind("ticket", row.ticket())
                    .add());
            int deleted = 0;
            for (int count : batch.execute()) {
                deleted += count;
            }
            return deleted;
        }
    }

    private record Row(String tenant, String ticket) {}
}
