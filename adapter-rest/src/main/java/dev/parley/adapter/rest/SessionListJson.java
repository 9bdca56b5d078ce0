package dev.parley.adapter.rest;

import dev.parley.application.port.in.ReadSessions;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the caller's sessions.
 *
 * @param after what to ask for to see the next page; null if there is none
 */
record SessionListJson(
        List<EntryJson> sessions, boolean hasMore, @Nullable String after) {

    static SessionListJson from(ReadSessions.ListOutcome.Page page, ClientView client) {
        return new SessionListJson(
                page.entries().stream()
                        .map(entry -> EntryJson.from(entry, client))
                        .toList(),
                page.next() != null,
                page.next());
    }

    /** A session in a list. */
    record EntryJson(
            String sessionId,
            String createdAt,
            String updatedAt,
            String websocketUrl,
            @Nullable String title,
            boolean titleGenerated,
            String assistant,
            boolean isActive,
            boolean closed,
            long messageCount,
            @Nullable String lastMessagePreview,
            long unreadCount) {

        static EntryJson from(ReadSessions.Entry entry, ClientView client) {
            Session session = entry.session();
            SessionTitle title = session.title();
            return new EntryJson(
                    session.id().toString(),
                    Json.time(session.createdAt()),
                    Json.time(session.updatedAt()),
                    client.websocketUrl(session.id()),
                    title == null ? null : title.text(),
                    title != null && title.origin() == SessionTitle.Origin.GENERATED,
                    session.assistant().value(),
                    session.standing() != Standing.ARCHIVED,
                    session.standing() == Standing.CLOSED,
                    entry.messageCount(),
                    entry.preview(),
                    entry.unread());
        }
    }
}
