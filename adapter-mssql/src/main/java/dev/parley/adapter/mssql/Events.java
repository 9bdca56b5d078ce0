package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ConversationStore.EventPage;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Seq;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads events, each with its message. Seqs count by one, so a page is a range with two ends. */
final class Events {

    static final String BY_SEQ = "SELECT " + EventRow.COLUMNS + ", " + MessageRow.COLUMNS + """

            FROM ${schema}.chat_events e
            LEFT JOIN ${schema}.chat_messages m
                ON m.tenant = e.tenant AND m.session_id = e.session_id AND m.message_id = e.message_id
            WHERE e.tenant = :tenant AND e.session_id = :session AND e.seq > :above AND e.seq <= :upTo
            ORDER BY e.seq""";

    private Events() {}

    static EventPage page(Handle handle, SessionKey key, LivingHead head, Seq after, int limit) {
        long above = Math.max(after.value(), head.forgottenSeq());
        long upTo = Math.min(head.lastSeq(), above + limit);
        List<RecordedEvent> events = above >= upTo ? List.of() : range(handle, key, above, upTo);
        return new EventPage(events, new Seq(head.lastSeq()), after.value() >= head.forgottenSeq());
    }

    private static List<RecordedEvent> range(Handle handle, SessionKey key, long above, long upTo) {
        try (Query query = handle.createQuery(BY_SEQ)) {
            Words words = Words.of(handle);
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("above", above)
                    .bind("upTo", upTo)
                    .map((row, context) -> EventRow.read(key, row, words))
                    .list();
        }
    }
}
