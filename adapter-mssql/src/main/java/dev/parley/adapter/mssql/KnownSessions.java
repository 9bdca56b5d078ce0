package dev.parley.adapter.mssql;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Known;
import dev.parley.domain.session.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Sessions by their keys, deleted ones too, as lists show them: in one query. */
final class KnownSessions {

    private KnownSessions() {}

    static List<Known> find(Handle handle, Collection<SessionKey> keys) {
        List<SessionKey> padded = LastSeqs.padded(List.copyOf(keys));
        try (Query query = handle.createQuery(sql(padded.size()))) {
            LastSeqs.bind(query, padded);
            Words words = Words.of(handle);
            return query.map((row, context) -> known(row, words)).stream()
                    .distinct()
                    .toList();
        }
    }

    static String sql(int size) {
        return "SELECT " + SessionRow.COLUMNS + ", s.deleted_at AS s_deleted_at, s.preview AS s_preview,"
                + " s.answer_count - COALESCE(r.answers_read, 0) AS unread FROM " + LastSeqs.keys(size)
                + " JOIN ${schema}.chat_sessions s ON s.tenant = k.tenant AND s.session_id = k.session_id"
                + " LEFT JOIN ${schema}.chat_readers r ON r.tenant = s.tenant AND r.session_id = s.session_id"
                + " AND r.user_id = s.user_id";
    }

    private static Known known(ResultSet row, Words words) throws SQLException {
        Session session = SessionRow.session(row, words);
        return new Known(
                new SessionKey(session.tenant(), session.id()),
                session.owner(),
                row.getString("s_deleted_at") == null ? SessionList.entry(row, words) : null);
    }
}
