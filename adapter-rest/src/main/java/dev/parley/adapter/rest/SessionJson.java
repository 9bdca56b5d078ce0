package dev.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import org.jspecify.annotations.Nullable;

/** A session on the wire. */
record SessionJson(
        String sessionId,
        String createdAt,
        String updatedAt,
        String websocketUrl,
        @Nullable String title,
        boolean titleGenerated,
        String assistant,
        boolean isActive,
        boolean closed,
        String locale,
        @Nullable String context,
        JsonNode metadata,
        long messageCount,
        long lastSeq,
        @Nullable SummaryJson summary) {

    /** What the older part came to, up to and with a turn. */
    record SummaryJson(String text, long upToTurn) {}

    static SessionJson from(SessionView view, ClientView client) {
        Session session = view.session();
        SessionTitle title = session.title();
        return new SessionJson(
                session.id().toString(),
                Json.time(session.createdAt()),
                Json.time(session.updatedAt()),
                client.websocketUrl(session.id()),
                title == null ? null : title.text(),
                title != null && title.origin() == SessionTitle.Origin.GENERATED,
                session.assistant().value(),
                session.standing() != Standing.ARCHIVED,
                session.standing() == Standing.CLOSED,
                session.locale(),
                session.context() == null ? null : session.context().text(),
                Json.stored(session.metadata()),
                view.messageCount(),
                view.lastSeq().value(),
                summary(view.summary()));
    }

    private static @Nullable SummaryJson summary(@Nullable Summary summary) {
        return summary == null
                ? null
                : new SummaryJson(summary.text(), summary.upTo().value());
    }
}
