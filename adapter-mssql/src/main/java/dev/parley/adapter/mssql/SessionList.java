package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionStore.Cursor;
import dev.parley.application.port.out.SessionStore.Entry;
import dev.parley.application.port.out.SessionStore.Page;
import dev.parley.application.port.out.SessionStore.Query;
import dev.parley.application.port.out.SessionStore.Sort;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Lists of sessions, each page in one query that reads as many rows as it gives, by an index in the page's order; sealed
 * titles have no order (see {@link TitleList}).
 */
final class SessionList {

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private SessionList() {}

    static Page page(Handle handle, Query query) {
        Words words = Words.of(handle);
        List<Entry> found = query.sort() == Sort.TITLE && words.areSealed()
                ? TitleList.first(handle, words, query)
                : first(handle, words, query);
        List<Entry> shown = found.subList(0, Math.min(query.limit(), found.size()));
        return new Page(
                shown, found.size() > shown.size() ? place(shown.getLast().session(), query.sort()) : null);
    }

    private static List<Entry> first(Handle handle, Words words, Query query) {
        try (org.jdbi.v3.core.statement.Query select = handle.createQuery(sql(query))) {
            select.bind("tenant", query.tenant().value())
                    .bind("user", query.owner().value())
                    .bind("active", true)
                    .bind("archived", false)
                    .bind("rows", query.limit() + 1);
            bindCursor(select, query);
            return select.map((row, context) -> entry(row, words)).list();
        }
    }

    /** Active and archived sessions are two stretches of an index; a list of all joins the beginnings of both. */
    static String sql(Query query) {
        if (query.active() != null) {
            return stretch(query, query.active());
        }
        return "SELECT * FROM (" + stretch(query, true) + ") a UNION ALL SELECT * FROM (" + stretch(query, false)
                + ") b ORDER BY " + (query.sort() == Sort.TITLE ? "sort_key" : "sort_key DESC")
                + ", sort_id OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    /** The order names all columns of the index: H2 sorts by itself if it does not. */
    private static String stretch(Query query, boolean active) {
        String key = column(query.sort());
        String down = query.sort() == Sort.TITLE ? "" : " DESC";
        return "SELECT " + SessionRow.COLUMNS + ", s.preview AS s_preview,"
                + " s.answer_count - COALESCE(r.answers_read, 0) AS unread, " + key + " AS sort_key,"
                + " s.id_text AS sort_id FROM ${schema}.chat_sessions s"
                + " LEFT JOIN ${schema}.chat_readers r ON r.tenant = s.tenant AND r.session_id = s.session_id"
                + " AND r.user_id = s.user_id"
                + " WHERE s.tenant = :tenant AND s.user_id = :user AND s.is_active = "
                + (active ? ":active" : ":archived")
                + " AND s.deleted_at IS NULL" + after(query.sort(), key)
                + " ORDER BY s.tenant, s.user_id, s.is_active, " + key + down + ", s.id_text"
                + " OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    /**
     * A range of the index first, what it has too much second: an OR at the top would be no range. The first page is the
     * one after the end of time, so that all pages are one statement and the range tells the engine which index is meant.
     */
    private static String after(Sort sort, String key) {
        return sort == Sort.TITLE
                ? " AND " + key + " >= :key AND (" + key + " > :key OR s.id_text > :id)"
                : " AND " + key + " <= :key AND (" + key + " < :key OR s.id_text > :id)";
    }

    private static void bindCursor(org.jdbi.v3.core.statement.Query select, Query query) {
        Cursor after = query.after();
        select.bind("id", after == null ? "" : after.id());
        switch (query.sort()) {
            case ACTIVITY, CREATED -> select.bind("key", after == null ? END_OF_TIME : time(after));
            case TITLE -> select.bind("key", after == null ? "" : TitleKey.of(after.title()));
        }
    }

    private static Instant time(Cursor after) {
        if (after.time() == null) {
            throw new IllegalArgumentException("a cursor into a list by time has a time");
        }
        return after.time();
    }

    private static String column(Sort sort) {
        return switch (sort) {
            case ACTIVITY -> "s.updated_at";
            case CREATED -> "s.created_at";
            case TITLE -> "s.title_key";
        };
    }

    static Entry entry(ResultSet row, Words words) throws SQLException {
        return new Entry(
                SessionRow.session(row, words),
                row.getLong("s_message_count"),
                SessionRow.text(Column.PREVIEW, row, "s_preview", words),
                row.getLong("unread"));
    }

    private static Cursor place(Session session, Sort sort) {
        String id = session.id().toString();
        return switch (sort) {
            case ACTIVITY -> new Cursor(session.updatedAt(), null, id);
            case CREATED -> new Cursor(session.createdAt(), null, id);
            case TITLE -> new Cursor(null, text(session.title()), id);
        };
    }

    private static @Nullable String text(@Nullable SessionTitle title) {
        return title == null ? null : title.text();
    }
}
