package dev.parley.adapter.mssql;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.ReplyJobs.Cancellation;
import dev.parley.application.port.out.ReplyJobs.Claim;
import dev.parley.application.port.out.ReplyJobs.Finish;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** How replies end: message, event and state at once. */
final class ReplyEndings {

    private static final String COUNT = """
            UPDATE ${schema}.chat_session_heads SET last_seq = last_seq + 1, last_position = last_position + 1,
                message_count = message_count + 1, answer_count = answer_count + 1, running_reply_id = NULL
            WHERE
            """ + Heads.KEY;

    private static final String END = """
            UPDATE ${schema}.chat_replies SET state = :state, open_tenant = NULL, partial_text = '',
                owner_node = NULL, owner_epoch = NULL, ended_at = :at
            WHERE
            """;

    private static final String END_HELD = END + ReplyClaims.HELD;

    private static final String END_PENDING = END + Heads.KEY + " AND reply_id = :reply AND state = 'pending'";

    private static final String LOOK = """
            SELECT h.last_seq, h.last_position, h.answer_count, r.question_id, r.turn,
                (SELECT MIN(o.turn) FROM ${schema}.chat_replies o WHERE o.open_tenant = r.tenant
                    AND o.open_tenant IS NOT NULL AND o.session_id = r.session_id) AS next_turn
            FROM ${schema}.chat_replies r
            JOIN ${schema}.chat_session_heads h ON h.tenant = r.tenant AND h.session_id = r.session_id
            JOIN ${schema}.chat_sessions s
                ON s.tenant = r.tenant AND s.session_id = r.session_id AND s.deleted_at IS NULL
            WHERE r.tenant = :tenant AND r.session_id = :session AND r.reply_id = :reply""";

    private static final String NEXT = """
            SELECT r.reply_id FROM ${schema}.chat_replies r
            WHERE r.open_tenant = :tenant AND r.open_tenant IS NOT NULL AND r.session_id = :session
                AND r.turn = :turn AND r.state = 'pending'""";

    private static final String REQUEST_CANCEL = """
            UPDATE ${schema}.chat_replies SET cancel_requested_at = COALESCE(cancel_requested_at, :at)
            WHERE
            """ + Heads.KEY + " AND reply_id = :reply";

    private ReplyEndings() {}

    static Finish finish(Handle handle, Claim claim, Content.FromAi content, Instant now) {
        Instant at = Columns.time(now);
        boolean ended = Heads.execute(handle, COUNT, claim.key()) == 1 && endHeld(handle, claim, content, at);
        Optional<Found> found = ended ? look(handle, claim.key(), claim.reply()) : Optional.empty();
        if (found.isEmpty()) {
            handle.rollback();
            return new Finish.Lost();
        }
        Ended told = tell(handle, claim.key(), claim.reply(), found.get(), content, at);
        return new Finish.Finished(told.message, told.event, told.next);
    }

    static Cancellation cancel(Handle handle, SessionKey key, MessageId reply, Instant now) {
        Optional<ReplyRow> found = Heads.lock(handle, key) ? ReplyRow.byId(handle, key, reply) : Optional.empty();
        if (found.isEmpty()) {
            return new Cancellation.Missing();
        }
        Instant at = Columns.time(now);
        ReplyState state = found.get().state();
        return switch (state) {
            case PENDING -> endPending(handle, key, found.get(), at);
            case STREAMING -> requestCancel(handle, key, reply, at);
            case COMPLETE, CANCELLED, INTERRUPTED, FAILED -> new Cancellation.AlreadyEnded(state);
        };
    }

    private static Cancellation endPending(Handle handle, SessionKey key, ReplyRow reply, Instant at) {
        Content.FromAi content = new Content.FromAi(reply.text(), new ReplyEnding.Cancelled(), reply.attempt(), null);
        Heads.execute(handle, COUNT, key);
        try (Update update = handle.createUpdate(END_PENDING)) {
            Heads.bound(update, key)
                    .bind("reply", reply.reply().value())
                    .bind("state", Columns.word(ReplyState.CANCELLED))
                    .bind("at", at)
                    .execute();
        }
        Found found = look(handle, key, reply.reply()).orElseThrow();
        Ended told = tell(handle, key, reply.reply(), found, content, at);
        return new Cancellation.Ended(told.message, told.event, told.next);
    }

    private static Cancellation requestCancel(Handle handle, SessionKey key, MessageId reply, Instant at) {
        try (Update update = handle.createUpdate(REQUEST_CANCEL)) {
            Heads.bound(update, key).bind("reply", reply.value()).bind("at", at).execute();
        }
        return new Cancellation.Requested();
    }

    private static boolean endHeld(Handle handle, Claim claim, Content.FromAi content, Instant at) {
        try (Update update = handle.createUpdate(END_HELD)) {
            return ReplyClaims.held(update, claim)
                            .bind("state", Columns.word(content.ending().state()))
                            .bind("at", at)
                            .execute()
                    == 1;
        }
    }

    /** Message, event and list, once the head has counted them and the reply has ended. */
    private static Ended tell(
            Handle handle, SessionKey key, MessageId reply, Found found, Content.FromAi content, Instant at) {
        Place place = new Place(found.position, found.seq, found.turn, found.question, true);
        Message message = new Message(reply, key.session(), content, Message.NO_METADATA, at, place, 1);
        MessageRow.insert(handle, key, message, found.answers);
        SessionEvent ended = new SessionEvent.ReplyEnded(reply, content.ending().state());
        RecordedEvent event = Heads.record(handle, key, found.seq, ended, at, message);
        ListColumns.update(handle, key, message, found.answers);
        return new Ended(message, event, next(handle, key, found.nextTurn));
    }

    private static Optional<Found> look(Handle handle, SessionKey key, MessageId reply) {
        try (Query query = handle.createQuery(LOOK)) {
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("reply", reply.value())
                    .map((row, context) -> Found.read(row))
                    .findOne();
        }
    }

    /** The first of the open replies if it waits; null if there is none, or it is being written. */
    private static @Nullable Ticket next(Handle handle, SessionKey key, @Nullable Long turn) {
        if (turn == null) {
            return null;
        }
        try (Query query = handle.createQuery(NEXT)) {
            return query.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("turn", turn)
                    .map((row, context) -> new Ticket(key, new MessageId(Columns.id(row, "reply_id"))))
                    .findFirst()
                    .orElse(null);
        }
    }

    private record Ended(
            Message message, RecordedEvent event, @Nullable Ticket next) {}

    /**
     * What was found once the head had counted the reply's message.
     *
     * @param answers how many messages are not the user's
     * @param nextTurn the first turn with an open reply; null if there is none
     */
    private record Found(
            Seq seq,
            Position position,
            long answers,
            MessageId question,
            Turn turn,
            @Nullable Long nextTurn) {

        static Found read(ResultSet row) throws SQLException {
            return new Found(
                    new Seq(row.getLong("last_seq")),
                    new Position(row.getLong("last_position")),
                    row.getLong("answer_count"),
                    new MessageId(Columns.id(row, "question_id")),
                    new Turn(row.getLong("turn")),
                    Columns.longOrNull(row, "next_turn"));
        }
    }
}
