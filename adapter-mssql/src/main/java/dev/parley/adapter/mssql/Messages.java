package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ConversationStore.HistoryPage;
import dev.parley.application.port.out.ConversationStore.Range;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages. Positions and turns count by one, so a page or a window is a range with two ends that is known before
 * it is read: every engine finds it by its index, whatever it thinks of the ORDER BY.
 */
final class Messages {

    static final String BY_ID = "SELECT " + MessageRow.COLUMNS + """

            FROM ${schema}.chat_messages m
            JOIN ${schema}.chat_sessions s
                ON s.tenant = m.tenant AND s.session_id = m.session_id AND s.deleted_at IS NULL
            WHERE m.tenant = :tenant AND m.session_id = :session AND m.message_id = :message""";

    static final String BY_POSITION = "SELECT " + MessageRow.COLUMNS + """

            FROM ${schema}.chat_messages m
            WHERE m.tenant = :tenant AND m.session_id = :session AND m.position > :above AND m.position <= :upTo
            ORDER BY m.position""";

    static final String BY_TURN = "SELECT " + MessageRow.COLUMNS + """

            FROM ${schema}.chat_messages m
            WHERE m.tenant = :tenant AND m.session_id = :session AND m.is_shown = :shown AND m.turn > :above
                AND m.turn <= :upTo
            ORDER BY m.turn, m.position""";

    private Messages() {}

    static Optional<Message> find(Handle handle, SessionKey key, MessageId id) {
        try (Query query = handle.createQuery(BY_ID)) {
            Words words = Words.of(handle);
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("message", id.value())
                    .map((row, context) -> MessageRow.read(row, words, key.tenant()))
                    .findOne();
        }
    }

    static HistoryPage page(Handle handle, SessionKey key, LivingHead head, Range range) {
        Span span = span(range, head.lastPosition());
        List<Message> messages;
        try (Query query = handle.createQuery(BY_POSITION)) {
            messages = ranged(query, Words.of(handle), key, span.above, span.upTo);
        }
        return new HistoryPage(messages, span.more, head.messageCount(), new Seq(head.lastSeq()));
    }

    static List<Message> window(
            Handle handle, SessionKey key, LivingHead head, Turn upTo, @Nullable Turn after, int turns) {
        long last = Math.min(upTo.value(), head.lastTurn());
        long above = Math.max(last - turns, after == null ? 0 : after.value());
        if (above >= last) {
            return List.of();
        }
        // Bound, for H2 does not use an index to compare a BIT with a 1 of the statement.
        try (Query query = handle.createQuery(BY_TURN)) {
            return ranged(query.bind("shown", true), Words.of(handle), key, above, last);
        }
    }

    private static List<Message> ranged(Query query, Words words, SessionKey key, long above, long upTo) {
        return query.bind("tenant", key.tenant().value())
                .bind("session", key.session().value())
                .bind("above", above)
                .bind("upTo", upTo)
                .map((row, context) -> MessageRow.read(row, words, key.tenant()))
                .list();
    }

    private static Span span(Range range, long last) {
        return switch (range) {
            case Range.Newest(int limit) -> Span.upTo(last, limit);
            case Range.Before before ->
                Span.upTo(Math.min(last, before.position().value() - 1), before.limit());
            case Range.After after -> {
                long above = Math.min(last, after.position().value());
                long upTo = Math.min(last, above + after.limit());
                yield new Span(above, upTo, upTo < last);
            }
        };
    }

    /** Positions from above one to another, and whether there is more in the direction that was asked for. */
    private record Span(long above, long upTo, boolean more) {

        static Span upTo(long last, int limit) {
            long above = Math.max(0, last - limit);
            return new Span(above, last, above > 0);
        }
    }
}
