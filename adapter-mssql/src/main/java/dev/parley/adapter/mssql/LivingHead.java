package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The counters of a session that lives. Read first in every read: what is read after it, up to its counters, was
 * committed with them, so that the whole is one snapshot under any isolation.
 *
 * @param lastSeq the last event
 * @param lastPosition the last message
 * @param lastTurn the last turn
 * @param messageCount how many messages
 * @param forgottenSeq the last event that was forgotten
 */
record LivingHead(long lastSeq, long lastPosition, long lastTurn, long messageCount, long forgottenSeq) {

    private static final String SELECT = """
            SELECT h.last_seq, h.last_position, h.last_turn, h.message_count, h.forgotten_seq
            FROM ${schema}.chat_session_heads h
            JOIN ${schema}.chat_sessions s
                ON s.tenant = h.tenant AND s.session_id = h.session_id AND s.deleted_at IS NULL
            WHERE h.tenant = :tenant AND h.session_id = :session""";

    /** Empty if there is no such living session. */
    static Optional<LivingHead> find(Handle handle, SessionKey key) {
        try (Query query = handle.createQuery(SELECT)) {
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .map((row, context) -> read(row))
                    .findOne();
        }
    }

    private static LivingHead read(ResultSet row) throws SQLException {
        return new LivingHead(
                row.getLong("last_seq"),
                row.getLong("last_position"),
                row.getLong("last_turn"),
                row.getLong("message_count"),
                row.getLong("forgotten_seq"));
    }
}
