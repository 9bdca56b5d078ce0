package dev.parley.adapter.mssql;

import static dev.parley.adapter.mssql.Resealing.beginning;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Seals a session's messages anew, some at a time, under the lock of the head if there is anything to be changed. */
final class MessageWords {

    /** How many at a time: nobody waits for long to write to the session meanwhile. */
    static final int RANGE = 100;

    private static final String WHERE = " FROM ${schema}.chat_messages m WHERE m.tenant = :tenant"
            + " AND m.session_id = :session AND m.position > :above AND m.position <= :upTo ORDER BY m.position";

    private static final String LOOK = "SELECT m.message_id, " + beginning("m.content") + " AS content, "
            + beginning("m.metadata") + " AS metadata, " + beginning("m.error_detail") + " AS error_detail" + WHERE;

    private static final String READ = "SELECT m.message_id, m.content, m.metadata, m.error_detail" + WHERE;

    private static final String UPDATE = """
            UPDATE ${schema}.chat_messages SET content = :content, metadata = :metadata, error_detail = :detail
            WHERE
            """ + Heads.KEY + " AND message_id = :message";

    private MessageWords() {}

    /** The texts of a message's row. */
    private record Texts(
            UUID message,
            String content,
            String metadata,
            @Nullable String detail) {

        static Texts read(ResultSet row) throws SQLException {
            return new Texts(
                    Columns.id(row, "message_id"),
                    row.getString("content"),
                    row.getString("metadata"),
                    row.getString("error_detail"));
        }

        boolean areCurrent(Words words, SessionKey key) {
            return Stream.of(content, metadata, detail == null ? "" : detail)
                    .allMatch(text -> words.vault().isCurrent(key.tenant(), text));
        }
    }

    static Tally reseal(Handle handle, SessionKey key, long above) {
        Words words = Words.of(handle);
        List<Texts> beginnings = texts(handle, LOOK, key, above);
        Tally tally = new Tally(beginnings.size(), 0, 0);
        boolean current = beginnings.stream().allMatch(texts -> texts.areCurrent(words, key));
        return current || !Heads.lock(handle, key) ? tally : tally.plus(locked(handle, words, key, above));
    }

    private static Tally locked(Handle handle, Words words, SessionKey key, long above) {
        Tally tally = Tally.NOTHING;
        try (PreparedBatch batch = handle.prepareBatch(UPDATE)) {
            for (Texts texts : texts(handle, READ, key, above)) {
                Resealing row = new Resealing(words, key, texts.message);
                String content = row.text(Column.CONTENT, texts.content);
                String metadata = row.text(Column.MESSAGE_METADATA, texts.metadata);
                String detail = row.text(Column.ERROR_DETAIL, texts.detail);
                tally = tally.with(row);
                if (row.changed()) {
                    Heads.bound(batch, key)
                            .bind("message", texts.message)
                            .bind("content", content)
                            .bind("metadata", metadata)
                            .bind("detail", detail)
                            .add();
                }
            }
            if (batch.size() > 0) {
                int[] unused = batch.execute();
            }
        }
        return tally;
    }

    private static List<Texts> texts(Handle handle, String sql, SessionKey key, long above) {
        try (Query query = handle.createQuery(sql)) {
            return Heads.bound(query, key)
                    .bind("above", above)
                    .bind("upTo", above + RANGE)
                    .map((row, context) -> Texts.read(row))
                    .list();
        }
    }
}
