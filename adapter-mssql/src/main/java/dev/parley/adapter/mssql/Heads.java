package dev.parley.adapter.mssql;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The head rows. Every transaction that writes to a session changes its head row first; the database then lets the
 * others wait until it is committed. This holds on every engine and under every setting, without any lock hint.
 */
final class Heads {

    /** The condition that names a session's row. */
    static final String KEY = "tenant = :tenant AND session_id = :session";

    private static final String LOCK = "UPDATE ${schema}.chat_session_heads SET mode_epoch = mode_epoch WHERE " + KEY;

    private static final String ADVANCE =
            "UPDATE ${schema}.chat_session_heads SET last_seq = last_seq + :by WHERE " + KEY;

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_session_heads (tenant, session_id, last_seq, last_position, last_turn,
                message_count, answer_count, forgotten_seq, mode_epoch)
            VALUES (:tenant, :session, 1, 0, 0, 0, 0, 0, 0)""";

    private Heads() {}

    /** Makes a session's head row, which counts its first event already. */
    static void insert(Handle handle, SessionKey key) {
        execute(handle, INSERT, key);
    }

    /**
     * Keeps all others from writing to a session until the end of the transaction.
     *
     * @return false if there is no such session
     */
    static boolean lock(Handle handle, SessionKey key) {
        return execute(handle, LOCK, key) == 1;
    }

    /** Appends events that name no message. The head must be locked. */
    static List<RecordedEvent> append(Handle handle, SessionKey key, Seq last, List<SessionEvent> events, Instant at) {
        List<RecordedEvent> recorded = new ArrayList<>(events.size());
        Seq seq = last;
        for (SessionEvent event : events) {
            seq = seq.next();
            recorded.add(record(handle, key, seq, event, at, null));
        }
        try (Update update = handle.createUpdate(ADVANCE)) {
            bound(update, key).bind("by", events.size()).execute();
        }
        return recorded;
    }

    /** Adds an event's row. The head must count it already, or be told by the caller. */
    static RecordedEvent record(
            Handle handle, SessionKey key, Seq seq, SessionEvent event, Instant at, @Nullable Message message) {
        RecordedEvent recorded = new RecordedEvent(key, seq, at, event, message);
        EventRow.insert(handle, recorded);
        return recorded;
    }

    /** Runs a statement with {@code :tenant} and {@code :session} in it. */
    static int execute(Handle handle, String sql, SessionKey key) {
        try (Update update = handle.createUpdate(sql)) {
            return bound(update, key).execute();
        }
    }

    static <S extends SqlStatement<S>> S bound(S statement, SessionKey key) {
        return statement
                .bind("tenant", key.tenant().value())
                .bind("session", key.session().value());
    }
}
