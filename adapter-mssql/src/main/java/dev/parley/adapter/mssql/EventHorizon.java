package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Forgets old events, of each session from its first one on, so that what is left has no holes. */
final class EventHorizon {

    private static final String SESSIONS = """
            SELECT e.session_id FROM ${schema}.chat_events e
            JOIN ${schema}.chat_session_heads h ON h.tenant = e.tenant AND h.session_id = e.session_id
            WHERE e.tenant = :tenant AND e.occurred_at < :before AND e.seq < h.last_seq
            GROUP BY e.session_id ORDER BY MIN(e.occurred_at) OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    /** The first event that must stay: the first young one, or the newest. */
    private static final String FIRST_TO_STAY = """
            SELECT h.forgotten_seq, h.last_seq,
                (SELECT MIN(e.seq) FROM ${schema}.chat_events e
                 WHERE e.tenant = h.tenant AND e.session_id = h.session_id AND e.occurred_at >= :before) AS young
            FROM ${schema}.chat_session_heads h WHERE h.tenant = :tenant AND h.session_id = :session""";

    private static final String MARK =
            "UPDATE ${schema}.chat_session_heads SET forgotten_seq = :upTo WHERE " + Heads.KEY;

    private static final String DELETE = "DELETE FROM ${schema}.chat_events WHERE " + Heads.KEY + " AND seq <= :upTo";

    private final Transactions transactions;

    EventHorizon(Transactions transactions) {
        this.transactions = transactions;
    }

    int forget(Instant before, int limit) {
        int forgotten = 0;
        for (TenantId tenant : Tenants.of(transactions)) {
            for (SessionKey key : sessions(tenant, before, limit - forgotten)) {
                int rest = limit - forgotten;
                if (rest > 0) {
                    forgotten += transactions.run("forgetting events", handle -> forget(handle, key, before, rest));
                }
            }
        }
        return forgotten;
    }

    private List<SessionKey> sessions(TenantId tenant, Instant before, int rows) {
        if (rows < 1) {
            return List.of();
        }
        return transactions.run("finding old events", handle -> {
            try (Query query = handle.createQuery(SESSIONS)) {
                return query.bind("tenant", tenant.value())
                        .bind("before", before)
                        .bind("rows", rows)
                        .map((row, context) -> new SessionKey(tenant, new SessionId(Columns.id(row, "session_id"))))
                        .list();
            }
        });
    }

    private static int forget(Handle handle, SessionKey key, Instant before, int limit) {
        if (!Heads.lock(handle, key)) {
            return 0;
        }
        long upTo = lastToGo(handle, key, before, limit);
        try (Update mark = handle.createUpdate(MARK);
                Update delete = handle.createUpdate(DELETE)) {
            if (upTo > 0) {
                Heads.bound(mark, key).bind("upTo", upTo).execute();
                return Heads.bound(delete, key).bind("upTo", upTo).execute();
            }
            return 0;
        }
    }

    /** @return 0 if none may go */
    private static long lastToGo(Handle handle, SessionKey key, Instant before, int limit) {
        try (Query query = handle.createQuery(FIRST_TO_STAY)) {
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("before", before)
                    .map((row, context) -> {
                        long forgotten = row.getLong("forgotten_seq");
                        Long young = Columns.longOrNull(row, "young");
                        long last = row.getLong("last_seq");
                        long stays = young == null ? last : Math.min(last, young);
                        long upTo = Math.min(stays - 1, forgotten + limit);
                        return upTo > forgotten ? upTo : 0L;
                    })
                    .one();
        }
    }
}
