package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * Removes deleted sessions for good: a tombstone first, from which there is no way back, then the rows in pieces that
 * no other transaction has to wait for long, the session itself last. What a crash leaves over is found again.
 */
final class SessionPurge {

    private static final int PIECE = 1_000;

    private static final String CANDIDATES = """
            SELECT tenant, session_id FROM ${schema}.chat_sessions
            WHERE deleted_tenant > '' AND deleted_tenant IS NOT NULL AND deleted_at < :before
            ORDER BY deleted_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String MARK = """
            INSERT INTO ${schema}.chat_session_tombstones (session_id, tenant, deleted_at)
            SELECT s.session_id, s.tenant, s.deleted_at FROM ${schema}.chat_sessions s
            WHERE s.tenant = :tenant AND s.session_id = :session AND s.deleted_at < :before
                AND NOT EXISTS (SELECT 1 FROM ${schema}.chat_session_tombstones t WHERE t.session_id = s.session_id)""";

    private static final String MARKED =
            "SELECT COUNT(*) FROM ${schema}.chat_session_tombstones WHERE session_id = :session AND tenant = :tenant";

    private static final String LEAST_POSITION = "SELECT MIN(position) FROM ${schema}.chat_messages WHERE " + Heads.KEY;

    private static final String LEAST_SEQ = "SELECT MIN(seq) FROM ${schema}.chat_events WHERE " + Heads.KEY;

    private static final String LEAST_TURN = "SELECT MIN(turn) FROM ${schema}.chat_replies WHERE " + Heads.KEY;

    private final Transactions transactions;

    SessionPurge(Transactions transactions) {
        this.transactions = transactions;
    }

    List<SessionKey> run(Instant deletedBefore, int limit) {
        List<SessionKey> purged = new ArrayList<>();
        for (SessionKey key : candidates(deletedBefore, limit)) {
            if (mark(key, deletedBefore) && remove(key)) {
                purged.add(key);
            }
        }
        return purged;
    }

    private List<SessionKey> candidates(Instant before, int limit) {
        return transactions.run("finding sessions to purge", handle -> {
            try (Query query = handle.createQuery(CANDIDATES)) {
                return query.bind("before", before)
                        .bind("rows", limit)
                        .map((row, context) -> new SessionKey(
                                new TenantId(row.getString("tenant")), new SessionId(Columns.id(row, "session_id"))))
                        .list();
            }
        });
    }

    /** Under the head's lock, so that a session that was just restored is left alone. */
    private boolean mark(SessionKey key, Instant before) {
        return transactions.run("marking a session as purged", handle -> {
            if (!Heads.lock(handle, key)) {
                return false;
            }
            try (Update update = handle.createUpdate(MARK);
                    Query query = handle.createQuery(MARKED)) {
                Heads.bound(update, key).bind("before", before).execute();
                return query.bind("session", key.session().value())
                                .bind("tenant", key.tenant().value())
                                .mapTo(Long.class)
                                .one()
                        > 0;
            }
        });
    }

    /** @return whether it was this call that removed the session, and not another node's */
    private boolean remove(SessionKey key) {
        inPieces(key, LEAST_POSITION, delete("chat_messages") + " AND position < :below");
        inPieces(key, LEAST_SEQ, delete("chat_events") + " AND seq < :below");
        inPieces(key, LEAST_TURN, delete("chat_replies") + " AND turn < :below");
        return transactions.run("purging a session", handle -> {
            Heads.execute(handle, delete("chat_readers"), key);
            Heads.execute(handle, delete("chat_session_heads"), key);
            return Heads.execute(handle, delete("chat_sessions"), key) > 0;
        });
    }

    private void inPieces(SessionKey key, String least, String delete) {
        while (transactions.run("purging a session's rows", handle -> piece(handle, key, least, delete))) {
            // The next piece.
        }
    }

    /** @return whether there may be more */
    private static boolean piece(Handle handle, SessionKey key, String least, String delete) {
        try (Query query = handle.createQuery(least);
                Update update = handle.createUpdate(delete)) {
            Long from = query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(null);
            return from != null
                    && Heads.bound(update, key).bind("below", from + PIECE).execute() > 0;
        }
    }

    private static String delete(String table) {
        return "DELETE FROM ${schema}." + table + " WHERE " + Heads.KEY;
    }
}
