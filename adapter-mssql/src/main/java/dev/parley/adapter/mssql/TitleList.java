package dev.parley.adapter.mssql;

import static java.util.Comparator.comparing;

import dev.parley.application.port.out.SessionStore.Cursor;
import dev.parley.application.port.out.SessionStore.Entry;
import dev.parley.application.port.out.SessionStore.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Lists sessions by titles that are sealed: the database can't sort by what it can't read. So all titles of the owner are
 * read and opened for each page, in one query; of the rest, only what may be shown is opened.
 */
final class TitleList {

    private static final String SELECT = "SELECT " + SessionRow.COLUMNS + ", s.preview AS s_preview,"
            + " s.answer_count - COALESCE(r.answers_read, 0) AS unread, s.id_text AS sort_id"
            + " FROM ${schema}.chat_sessions s"
            + " LEFT JOIN ${schema}.chat_readers r ON r.tenant = s.tenant AND r.session_id = s.session_id"
            + " AND r.user_id = s.user_id"
            + " WHERE s.tenant = :tenant AND s.user_id = :user AND s.is_active IN (:active, :orActive)"
            + " AND s.deleted_at IS NULL";

    private final Words words;
    private final int most;
    private final @Nullable Place after;
    private final NavigableMap<Place, Entry> first = new TreeMap<>();

    private TitleList(Words words, Query query) {
        Cursor cursor = query.after();
        this.words = words;
        this.most = query.limit() + 1;
        this.after = cursor == null ? null : new Place(TitleKey.of(cursor.title()), cursor.id());
    }

    /** As many as the page asks for, and one more if there is one. */
    static List<Entry> first(Handle handle, Words words, Query query) {
        TitleList list = new TitleList(words, query);
        Boolean active = query.active();
        try (org.jdbi.v3.core.statement.Query select = handle.createQuery(SELECT)) {
            select.bind("tenant", query.tenant().value())
                    .bind("user", query.owner().value())
                    .bind("active", active == null || active)
                    .bind("orActive", active != null && active);
            return select.scanResultSet((rows, context) -> list.all(rows.get()));
        }
    }

    private List<Entry> all(ResultSet rows) throws SQLException {
        while (rows.next()) {
            String title = SessionRow.titleText(rows, words);
            Place place = new Place(TitleKey.of(title), rows.getString("sort_id"));
            if (isWanted(place)) {
                first.put(place, SessionList.entry(rows, words));
            }
            if (first.size() > most) {
                first.pollLastEntry();
            }
        }
        return new ArrayList<>(first.values());
    }

    private boolean isWanted(Place place) {
        return (after == null || place.compareTo(after) > 0)
                && (first.size() < most || place.compareTo(first.lastKey()) < 0);
    }

    /** Where an entry is in the list. */
    private record Place(String key, String id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = comparing(Place::key).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
