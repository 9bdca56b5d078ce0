package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoredWords;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Goes from session to session in the order of their ids, whichever that is in this database; within one, from message to
 * message. What is written behind its back is sealed by who writes it.
 */
final class MssqlStoredWords implements StoredWords {

    private static final int SESSIONS = 200;

    private static final String SELECT = "SELECT session_id FROM ${schema}.chat_sessions WHERE tenant = :tenant";

    private static final String ORDER = " ORDER BY tenant, session_id OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";

    private static final String FROM_BEGINNING = SELECT + ORDER;

    private static final String AFTER = SELECT + " AND session_id > :after" + ORDER;

    private final Transactions transactions;

    MssqlStoredWords(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<TenantId> tenants() {
        return Tenants.of(transactions);
    }

    @Override
    public Step reseal(TenantId tenant, @Nullable String after, int limit) {
        List<UUID> sessions = sessions(tenant, after == null ? null : UUID.fromString(after));
        Tally tally = Tally.NOTHING;
        int done = 0;
        while (done < sessions.size() && tally.looked() < limit) {
            tally = tally.plus(session(new SessionKey(tenant, new SessionId(sessions.get(done)))));
            done++;
        }
        boolean more = done < sessions.size() || sessions.size() == SESSIONS;
        return new Step(
                tally.sealed(),
                tally.damaged(),
                more && done > 0 ? sessions.get(done - 1).toString() : null);
    }

    private Tally session(SessionKey key) {
        SessionWords.Done done =
                transactions.run("sealing a session's words", handle -> SessionWords.reseal(handle, key));
        Tally tally = done.tally();
        for (long above = 0; above < done.lastPosition(); above += MessageWords.RANGE) {
            long from = above;
            tally = tally.plus(transactions.run("sealing messages", handle -> MessageWords.reseal(handle, key, from)));
        }
        return tally;
    }

    private List<UUID> sessions(TenantId tenant, @Nullable UUID after) {
        return transactions.run("finding sessions to seal", handle -> {
            try (Query query = handle.createQuery(after == null ? FROM_BEGINNING : AFTER)) {
                query.bind("tenant", tenant.value()).bind("rows", SESSIONS);
                if (after != null) {
                    query.bind("after", after);
                }
                return query.map((row, context) -> Columns.id(row, "session_id"))
                        .list();
            }
        });
    }
}
