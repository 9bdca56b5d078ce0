package dev.parley.adapter.mssql;

import static dev.parley.adapter.mssql.Resealing.beginning;
import static java.util.stream.Collectors.joining;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Seals anew what a session's own row says, and what there is of replies that are being written. Nobody else changes a row
 * between its reading and its writing: of the session, its head is locked; of a reply, the row itself, which its writer
 * changes without the head.
 */
final class SessionWords {

    private static final String LOOK = "SELECT " + columns(true)
            + ", h.last_position FROM ${schema}.chat_sessions s JOIN ${schema}.chat_session_heads h"
            + " ON h.tenant = s.tenant AND h.session_id = s.session_id"
            + " WHERE s.tenant = :tenant AND s.session_id = :session";

    private static final String READ = "SELECT " + columns(false)
            + " FROM ${schema}.chat_sessions s WHERE s.tenant = :tenant AND s.session_id = :session";

    private static final String UPDATE = """
        UPDATE ${schema}.chat_sessions SET session_title = :title, title_key = :titleKey, context = :context,
            metadata = :metadata, summary = :summary, preview = :preview, command_digest = :command
        WHERE
        """ + Heads.KEY;

    private static final String LOOK_AT_REPLIES = "SELECT reply_id, " + beginning("partial_text") + " AS partial_text"
            + " FROM ${schema}.chat_replies"
            + " WHERE open_tenant = :tenant AND open_tenant IS NOT NULL AND session_id = :session ORDER BY reply_id";

    private static final String REPLY = Heads.KEY + " AND reply_id = :reply";

    private static final String LOCK_REPLY = "UPDATE ${schema}.chat_replies SET attempt = attempt WHERE " + REPLY;

    private static final String READ_REPLY = "SELECT partial_text FROM ${schema}.chat_replies WHERE " + REPLY;

    private static final String UPDATE_REPLY = "UPDATE ${schema}.chat_replies SET partial_text = :text WHERE " + REPLY;

    private SessionWords() {}

    /**
     * A session that was gone through, but for its messages.
     *
     * @param lastPosition of its last message; 0 if it has none, or is gone
     */
    record Done(Tally tally, long lastPosition) {}

    private record Reply(UUID id, boolean current) {}

    /** The texts of a session's row. */
    private record Texts(
            @Nullable String title,
            @Nullable String context,
            @Nullable String metadata,
            @Nullable String summary,
            @Nullable String preview,
            @Nullable String command) {

        static Texts read(ResultSet row) throws SQLException {
            return new Texts(
                    row.getString("session_title"),
                    row.getString("context"),
                    row.getString("metadata"),
                    row.getString("summary"),
                    row.getString("preview"),
                    row.getString("command_digest"));
        }

        Texts resealed(Resealing row) {
            return new Texts(
                    row.text(Column.TITLE, title),
                    row.text(Column.CONTEXT, context),
                    row.text(Column.SESSION_METADATA, metadata),
                    row.text(Column.SUMMARY, summary),
                    row.text(Column.PREVIEW, preview),
                    row.text(Column.COMMAND, command));
        }

        boolean areCurrent(Words words, SessionKey key) {
            return Stream.of(title, context, metadata, summary, preview, command)
                    .allMatch(text -> text == null || words.vault().isCurrent(key.tenant(), text));
        }
    }

    private record Look(Texts beginnings, long lastPosition) {}

    static Done reseal(Handle handle, SessionKey key) {
        Words words = Words.of(handle);
        Look look = look(handle, key);
        if (look == null) {
            return new Done(Tally.NOTHING, 0);
        }
        Tally tally = new Tally(1, 0, 0);
        if (!look.beginnings.areCurrent(words, key) && Heads.lock(handle, key)) {
            tally = tally.plus(session(handle, words, key));
        }
        for (Reply reply : replies(handle, words, key)) {
            tally = tally.plus(new Tally(1, 0, 0));
            if (!reply.current) {
                tally = tally.plus(reply(handle, words, key, reply.id));
            }
        }
        return new Done(tally, look.lastPosition);
    }

    private static @Nullable Look look(Handle handle, SessionKey key) {
        try (Query query = handle.createQuery(LOOK)) {
            return Heads.bound(query, key)
                    .map((row, context) -> new Look(Texts.read(row), row.getLong("last_position")))
                    .findOne()
                    .orElse(null);
        }
    }

    private static Tally session(Handle handle, Words words, SessionKey key) {
        Resealing row = new Resealing(words, key, key.session().value());
        try (Query query = handle.createQuery(READ);
                Update update = handle.createUpdate(UPDATE)) {
            Texts texts = Heads.bound(query, key)
                    .map((read, context) -> Texts.read(read))
                    .one()
                    .resealed(row);
            if (row.changed()) {
                Heads.bound(update, key)
                        .bind("title", texts.title)
                        .bind("titleKey", TitleKey.of(null))
                        .bind("context", texts.context)
                        .bind("metadata", texts.metadata)
                        .bind("summary", texts.summary)
                        .bind("preview", texts.preview)
                        .bind("command", texts.command)
                        .execute();
            }
        }
        return Tally.NOTHING.with(row);
    }

    private static List<Reply> replies(Handle handle, Words words, SessionKey key) {
        try (Query query = handle.createQuery(LOOK_AT_REPLIES)) {
            return Heads.bound(query, key)
                    .map((row, context) -> new Reply(
                            Columns.id(row, "reply_id"),
                            words.vault().isCurrent(key.tenant(), row.getString("partial_text"))))
                    .list();
        }
    }

    private static Tally reply(Handle handle, Words words, SessionKey key, UUID reply) {
        Resealing row = new Resealing(words, key, reply);
        try (Update lock = handle.createUpdate(LOCK_REPLY);
                Query query = handle.createQuery(READ_REPLY);
                Update update = handle.createUpdate(UPDATE_REPLY)) {
            if (Heads.bound(lock, key).bind("reply", reply).execute() == 0) {
                return Tally.NOTHING;
            }
            String stored = Heads.bound(query, key)
                    .bind("reply", reply)
                    .mapTo(String.class)
                    .one();
            String text = row.text(Column.PARTIAL_TEXT, stored);
            if (row.changed()) {
                Heads.bound(update, key).bind("reply", reply).bind("text", text).execute();
            }
        }
        return Tally.NOTHING.with(row);
    }

    private static String columns(boolean beginnings) {
        return Stream.of("session_title", "context", "metadata", "summary", "preview", "command_digest")
                .map(column -> (beginnings ? beginning("s." + column) : "s." + column) + " AS " + column)
                .collect(joining(", "));
    }
}
