package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.ReplyJobs.Progress;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A reply of a living session, as a row of {@code chat_replies}.
 *
 * @param text what was kept of it; the whole text once it has ended
 * @param ownerAlive whether who writes it has a lease that is alive by the database's clock
 * @param head the session's last event
 */
record ReplyRow(
        MessageId reply,
        MessageId question,
        Turn turn,
        ReplyState state,
        int attempt,
        int takeovers,
        String text,
        boolean cancelRequested,
        boolean ownerAlive,
        Seq head) {

    private static final String SELECT = """
            SELECT r.reply_id, r.question_id, r.turn, r.state, r.attempt, r.takeovers,
            m.content AS whole_text, r.partial_text, r.cancel_requested_at, h.last_seq,
                CASE WHEN EXISTS (SELECT 1 FROM ${schema}.chat_node_leases l
                    WHERE l.node = r.owner_node AND l.epoch = r.owner_epoch AND l.expires_at > ${now})
                    THEN 1 ELSE 0 END AS owner_alive
            FROM ${schema}.chat_replies r
            JOIN ${schema}.chat_session_heads h ON h.tenant = r.tenant AND h.session_id = r.session_id
            JOIN ${schema}.chat_sessions s
                ON s.tenant = r.tenant AND s.session_id = r.session_id AND s.deleted_at IS NULL
            LEFT JOIN ${schema}.chat_messages m
                ON m.tenant = r.tenant AND m.session_id = r.session_id AND m.message_id = r.reply_id
            """;

    static final String BY_ID = SELECT + "WHERE r.tenant = :tenant AND r.session_id = :session AND r.reply_id = :id";

    static final String BY_QUESTION = SELECT
            + "WHERE r.tenant = :tenant AND r.session_id = :session AND r.question_id = :id ORDER BY r.version DESC";

    static final String OPEN = SELECT
            + "WHERE r.open_tenant = :tenant AND r.open_tenant IS NOT NULL AND r.session_id = :session ORDER BY r.turn";

    static Optional<ReplyRow> byId(Handle handle, SessionKey key, MessageId reply) {
        return list(handle, BY_ID, key, reply).stream().findFirst();
    }

    /** The newest reply to a question. */
    static Optional<ReplyRow> byQuestion(Handle handle, SessionKey key, MessageId question) {
        return list(handle, BY_QUESTION, key, question).stream().findFirst();
    }

    /** The ones that have not ended, by turn. */
    static List<ReplyRow> open(Handle handle, SessionKey key) {
        try (Query query = handle.createQuery(OPEN)) {
            Words words = Words.of(handle);
            return bound(query, key)
                    .map((row, context) -> read(row, words, key))
                    .list();
        }
    }

    Progress progress() {
        return new Progress(reply, question, turn, state, attempt, text);
    }

    /** Whether it waits for somebody to write it, or is left alone by who did. */
    boolean isFree() {
        return state == ReplyState.PENDING || (state == ReplyState.STREAMING && !ownerAlive);
    }

    private static List<ReplyRow> list(Handle handle, String sql, SessionKey key, MessageId id) {
        try (Query query = handle.createQuery(sql)) {
            Words words = Words.of(handle);
            return bound(query, key)
                    .bind("id", id.value())
                    .map((row, context) -> read(row, words, key))
                    .list();
        }
    }

    private static Query bound(Query query, SessionKey key) {
        return query.bind("tenant", key.tenant().value())
                .bind("session", key.session().value());
    }

    private static ReplyRow read(ResultSet row, Words words, SessionKey key) throws SQLException {
        UUID reply = Columns.id(row, "reply_id");
        return new ReplyRow(
                new MessageId(reply),
                new MessageId(Columns.id(row, "question_id")),
                new Turn(row.getLong("turn")),
                Columns.named(ReplyState.class, row, "state"),
                row.getInt("attempt"),
                row.getInt("takeovers"),
                text(row, words, key, reply),
                row.getString("cancel_requested_at") != null,
                row.getInt("owner_alive") == 1,
                new Seq(row.getLong("last_seq")));
    }

    private static String text(ResultSet row, Words words, SessionKey key, UUID reply) throws SQLException {
        String whole = row.getString("whole_text");
        return words.open(
                whole == null ? Column.PARTIAL_TEXT : Column.CONTENT,
                key.tenant(),
                key.session().value(),
                reply,
                whole == null ? row.getString("partial_text") : whole);
    }
}
