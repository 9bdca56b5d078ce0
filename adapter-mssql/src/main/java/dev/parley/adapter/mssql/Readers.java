package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ConversationStore.ReadCursors;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Position;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** How far readers have come. Cursors only grow, so moving one needs no lock on the session. */
final class Readers {

    private static final String SELECT = """
            SELECT delivered_position, read_position FROM ${schema}.chat_readers
            WHERE tenant = :tenant AND session_id = :session AND user_id = :user""";

    private static final String ANSWERS = """
            SELECT answers FROM ${schema}.chat_messages
            WHERE tenant = :tenant AND session_id = :session AND position = :position""";

    private static final String UPDATE = """
            UPDATE ${schema}.chat_readers SET
                delivered_position = CASE WHEN delivered_position < :delivered THEN :delivered
                    ELSE delivered_position END,
                answers_read = CASE WHEN read_position < :read THEN :answers ELSE answers_read END,
                read_position = CASE WHEN read_position < :read THEN :read ELSE read_position END
            WHERE tenant = :tenant AND session_id = :session AND user_id = :user""";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_readers (tenant, session_id, user_id, delivered_position, read_position,
                answers_read)
            VALUES (:tenant, :session, :user, :delivered, :read, :answers)""";

    private static final ReadCursors NOTHING = new ReadCursors(0, 0);

    private Readers() {}

    /** Two that begin at once: one meets the other's row, is tried again, and moves it. */
    static ReadCursors move(
            Handle handle,
            SessionKey key,
            UserId reader,
            LivingHead head,
            @Nullable Position delivered,
            @Nullable Position read) {
        long readTo = reached(read, head);
        long deliveredTo = Math.max(readTo, reached(delivered, head));
        ReadCursors to = new ReadCursors(deliveredTo, readTo);
        long answers = answers(handle, key, readTo);
        if (write(handle, UPDATE, key, reader, to, answers) == 0) {
            write(handle, INSERT, key, reader, to, answers);
        }
        return find(handle, key, reader);
    }

    static ReadCursors find(Handle handle, SessionKey key, UserId reader) {
        try (Query query = handle.createQuery(SELECT)) {
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("user", reader.value())
                    .map((row, context) ->
                            new ReadCursors(row.getLong("delivered_position"), row.getLong("read_position")))
                    .findOne()
                    .orElse(NOTHING);
        }
    }

    private static long reached(@Nullable Position position, LivingHead head) {
        return position == null ? 0 : Math.min(position.value(), head.lastPosition());
    }

    private static long answers(Handle handle, SessionKey key, long position) {
        if (position == 0) {
            return 0;
        }
        try (Query query = handle.createQuery(ANSWERS)) {
            Optional<Long> answers = query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("position", position)
                    .mapTo(Long.class)
                    .findOne();
            return answers.orElse(0L);
        }
    }

    private static int write(Handle handle, String sql, SessionKey key, UserId reader, ReadCursors to, long answers) {
        try (Update update = handle.createUpdate(sql)) {
            return Heads.bound(update, key)
                    .bind("user", reader.value())
                    .bind("delivered", to.delivered())
                    .bind("read", to.read())
                    .bind("answers", answers)
                    .execute();
        }
    }
}
