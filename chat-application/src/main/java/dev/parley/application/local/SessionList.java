package dev.parley.application.local;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.SessionStore.Cursor;
import dev.parley.application.port.out.SessionStore.Entry;
import dev.parley.application.port.out.SessionStore.Page;
import dev.parley.application.port.out.SessionStore.Query;
import dev.parley.application.port.out.SessionStore.Sort;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts and pages the sessions of one owner. */
final class SessionList {

    private static final Comparator<Cursor> NEWEST_FIRST =
            comparing(Cursor::time, nullsLast(reverseOrder())).thenComparing(Cursor::id);
    private static final Comparator<Cursor> TITLES_FROM_A = comparing(
                    Cursor::title, nullsLast(String.CASE_INSENSITIVE_ORDER.thenComparing(naturalOrder())))
            .thenComparing(Cursor::id);

    private SessionList() {}

    static Page page(Collection<MemorySession> owned, Query query) {
        Comparator<Cursor> order = order(query.sort());
        List<MemorySession> found = owned.stream()
                .filter(session -> session.living() && matches(session.session().standing(), query.active()))
                .filter(session ->
                        query.after() == null || order.compare(place(session, query.sort()), query.after()) > 0)
                .sorted(comparing(session -> place(session, query.sort()), order))
                .limit(query.limit() + 1L)
                .toList();
        List<MemorySession> shown = found.subList(0, Math.min(query.limit(), found.size()));
        Cursor next = found.size() > shown.size() ? place(shown.getLast(), query.sort()) : null;
        return new Page(shown.stream().map(SessionList::entry).toList(), next);
    }

    private static boolean matches(Standing standing, @Nullable Boolean active) {
        return active == null || active == (standing != Standing.ARCHIVED);
    }

    private static Comparator<Cursor> order(Sort sort) {
        return switch (sort) {
            case ACTIVITY, CREATED -> NEWEST_FIRST;
            case TITLE -> TITLES_FROM_A;
        };
    }

    private static Cursor place(MemorySession entry, Sort sort) {
        Session session = entry.session();
        SessionTitle title = session.title();
        String id = session.id().toString();
        return switch (sort) {
            case ACTIVITY -> new Cursor(session.updatedAt(), null, id);
            case CREATED -> new Cursor(session.createdAt(), null, id);
            case TITLE -> new Cursor(null, title == null ? null : title.text(), id);
        };
    }

    static Entry entry(MemorySession session) {
        ReadCursors cursors = session.cursors().of(session.session().owner());
        return new Entry(
                session.session(),
                session.messages().count(),
                session.messages().preview(),
                session.messages().unreadAfter(cursors.read()));
    }
}
