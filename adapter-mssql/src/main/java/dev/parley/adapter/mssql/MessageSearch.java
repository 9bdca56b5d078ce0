package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.ConversationStore.Hit;
import dev.parley.application.port.out.ConversationStore.SearchPage;
import dev.parley.application.port.out.ConversationStore.SearchPlace;
import dev.parley.application.port.out.ConversationStore.SearchQuery;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Position;
import dev.parley.domain.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the messages of one owner. The owner's sessions are a stretch of an index, from the last updated on, and
 * so are the newest messages of each; how far that goes is bounded before it is read. The database leaves out what can't
 * be a hit, by the same comparison on every engine, unless texts are sealed; what is one is decided by the one rule there
 * is.
 *
 * <p>CHARINDEX and no LIKE: it has no wildcards, so nothing must be escaped, which the engines do in different ways.
 */
final class MessageSearch {

    private static final Logger LOG = LoggerFactory.getLogger(MessageSearch.class);

    /** How many sessions are looked at, active and archived ones each. */
    private static final int MOST_SESSIONS = 1_000;

    /** How often a page that the rule left hits out of is filled up. */
    private static final int ROUNDS = 10;

    /** How many messages are opened at once where they are sealed, and how often: all that a search looks at. */
    private static final int SEALED_AT_ONCE = 5_000;

    private static final int SEALED_ROUNDS = 2 * SearchQuery.MOST / SEALED_AT_ONCE;

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private static final Instant BEGINNING_OF_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private MessageSearch() {}

    static SearchPage page(Handle handle, SearchQuery query) {
        return Words.of(handle).areSealed()
                ? page(handle, query, SEALED_AT_ONCE, SEALED_ROUNDS)
                : page(handle, query, query.limit() + 1, ROUNDS);
    }

    /**
     * Looks at some messages at a time.
     *
     * @param rows how many
     * @param rounds how often at most
     */
    static SearchPage page(Handle handle, SearchQuery query, int rows, int rounds) {
        Reach reach = reach(handle, query);
        boolean complete = reach.complete();
        var hits = new ArrayList<Hit>();
        SearchPlace place = query.after();
        for (int round = 0; round < rounds; round++) {
            List<Look> looks = some(handle, query, rows, reach.oldest(), place);
            for (Look look : looks) {
                if (hits.size() == query.limit()) {
                    return new SearchPage(hits, place, complete);
                }
                if (look.hit() != null) {
                    hits.add(look.hit());
                }
                complete = complete && look.readable();
                place = look.place();
            }
            if (looks.size() < rows) {
                return new SearchPage(hits, null, complete);
            }
        }
        return new SearchPage(hits, place, complete);
    }

    /**
     * A message that was looked at. Of one that is no hit nothing is kept: there may be thousands.
     *
     * @param place where it is
     * @param hit what was found; null if it is none
     * @param readable whether its text could be opened
     */
    private record Look(SearchPlace place, @Nullable Hit hit, boolean readable) {}

    /**
     * How far a search goes.
     *
     * @param oldest sessions that were not updated since are left out
     * @param complete whether that leaves out none
     */
    private record Reach(Instant oldest, boolean complete) {}

    private record Size(Instant updatedAt, long messages) {}

    private static Reach reach(Handle handle, SearchQuery query) {
        List<Size> sizes;
        try (Query select = handle.createQuery(sizes())) {
            sizes = bound(select, query)
                    .bind("rows", MOST_SESSIONS + 1)
                    .bind("latest", END_OF_TIME)
                    .map((row, context) -> new Size(Columns.time(row, "updated_at"), row.getLong("message_count")))
                    .list();
        }
        boolean complete = sizes.stream().allMatch(size -> size.messages() <= SearchQuery.MOST_OF_A_SESSION);
        long looked = 0;
        for (int i = 0; i < sizes.size(); i++) {
            if (looked >= SearchQuery.MOST || i >= MOST_SESSIONS) {
                return new Reach(sizes.get(i - 1).updatedAt(), false);
            }
            looked += Math.min(sizes.get(i).messages(), SearchQuery.MOST_OF_A_SESSION);
        }
        return new Reach(BEGINNING_OF_TIME, complete);
    }

    private static String sizes() {
        return "SELECT updated_at, message_count FROM (" + sizes(":active") + ") a UNION ALL SELECT updated_at,"
                + " message_count FROM (" + sizes(":archived") + ") b ORDER BY updated_at DESC"
                + " OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    private static String sizes(String active) {
        return "SELECT s.updated_at, s.message_count FROM ${schema}.chat_sessions s WHERE s.tenant = :tenant"
                + " AND s.user_id = :user AND s.is_active = " + active + " AND s.deleted_at IS NULL"
                + " AND s.updated_at <= :latest ORDER BY s.tenant, s.user_id, s.is_active, s.updated_at DESC, s.id_text"
                + " OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    private static List<Look> some(
            Handle handle, SearchQuery query, int rows, Instant oldest, @Nullable SearchPlace after) {
        Words words = Words.of(handle);
        // The database can't look into what is sealed: the rule alone decides then.
        List<String> parts = words.areSealed() ? List.of() : query.words().parts();
        try (Query select = handle.createQuery(sql(parts.size()))) {
            bound(select, query)
                    .bind("rows", rows)
                    .bind("oldest", oldest)
                    .bind("most", (long) SearchQuery.MOST_OF_A_SESSION)
                    .bind("time", after == null ? END_OF_TIME : after.time())
                    .bind("id", after == null ? "" : after.session().toString())
                    .bind("position", after == null ? 0L : after.position().value());
            for (int i = 0; i < parts.size(); i++) {
                select.bind("word" + i, parts.get(i));
            }
            return select.map((row, context) -> look(row, words, query)).list();
        }
    }

    private static Query bound(Query select, SearchQuery query) {
        return select.bind("tenant", query.tenant().value())
                .bind("user", query.owner().value())
                .bind("active", true)
                .bind("archived", false);
    }

    static String sql(int words) {
        return "SELECT * FROM (" + stretch(":active", words) + ") a UNION ALL SELECT * FROM ("
                + stretch(":archived", words)
                + ") b ORDER BY m_created_at DESC, sort_id, m_position DESC OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    private static String stretch(String active, int words) {
        String found = IntStream.range(0, words)
                .mapToObj(i ->
                        " AND CHARINDEX(UPPER(CAST(:word" + i + " AS NVARCHAR(400))), UPPER(m.content) ${exact}) > 0")
                .collect(Collectors.joining());
        return "SELECT " + MessageRow.COLUMNS
                + ", s.tenant AS s_tenant, s.session_id AS s_session_id, s.session_title AS s_title, s.title_origin AS"
                + " s_title_origin, s.id_text AS sort_id FROM ${schema}.chat_sessions s JOIN ${schema}.chat_messages m"
                + " ON m.tenant = s.tenant AND m.session_id = s.session_id AND m.position > s.message_count - :most"
                + " WHERE s.tenant = :tenant AND s.user_id = :user AND s.is_active = " + active
                + " AND s.deleted_at IS NULL AND s.updated_at >= :oldest AND m.created_at <= :time"
                + " AND (m.created_at < :time OR s.id_text > :id OR (s.id_text = :id AND m.position < :position))"
                + found + " ORDER BY m.created_at DESC, s.id_text, m.position DESC"
                + " OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";
    }

    private static Look look(ResultSet row, Words words, SearchQuery query) throws SQLException {
        UUID session = Columns.id(row, "m_session_id");
        var place = new SearchPlace(
                Columns.time(row, "m_created_at"), new SessionId(session), new Position(row.getLong("m_position")));
        UUID message = Columns.id(row, "m_message_id");
        try {
            String text = words.open(Column.CONTENT, query.tenant(), session, message, row.getString("m_content"));
            return new Look(place, query.words().areIn(text) ? hit(row, words, query.tenant()) : null, true);
        } catch (StoreException.Broken unreadable) {
            LOG.warn("A text takes no part in searches: {}", unreadable.getMessage());
            return new Look(place, null, false);
        }
    }

    private static Hit hit(ResultSet row, Words words, TenantId tenant) throws SQLException {
        return new Hit(MessageRow.read(row, words, tenant), SessionRow.title(row, words));
    }
}
