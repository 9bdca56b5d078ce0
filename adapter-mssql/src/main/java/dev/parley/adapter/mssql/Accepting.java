package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ConversationStore.Acceptance;
import dev.parley.application.port.out.ConversationStore.NewMessage;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Takes a user's message in. The head counts it before anything was looked at, for this is also what keeps others out;
 * if it then turns out that the message can't be taken, all is rolled back.
 */
final class Accepting {

    private static final String COUNT = """
            UPDATE ${schema}.chat_session_heads SET last_seq = last_seq + 1, last_position = last_position + 1,
                last_turn = last_turn + 1, message_count = message_count + 1, previous_tip_id = tip_id, tip_id = :reply
            WHERE
            """ + Heads.KEY;

    private static final String LOOK = """
            SELECT h.last_seq, h.last_position, h.last_turn, h.answer_count, h.previous_tip_id, s.is_active,
                s.is_closed, s.user_id, s.former_owner,
            """ + MessageRow.COLUMNS + """

            FROM ${schema}.chat_session_heads h
            JOIN ${schema}.chat_sessions s
                ON s.tenant = h.tenant AND s.session_id = h.session_id AND s.deleted_at IS NULL
            LEFT JOIN ${schema}.chat_messages m
                ON m.tenant = h.tenant AND m.session_id = h.session_id AND m.message_id = :message
            WHERE h.tenant = :tenant AND h.session_id = :session""";

    private static final String COUNT_ONE_MORE =
            "UPDATE ${schema}.chat_session_heads SET last_seq = last_seq + 1 WHERE " + Heads.KEY;

    private static final String INSERT_REPLY = """
            INSERT INTO ${schema}.chat_replies (tenant, session_id, reply_id, question_id, version, turn, state,
                open_tenant, attempt, takeovers, partial_text, created_at)
            VALUES (:tenant, :session, :reply, :question, 1, :turn, 'pending', :tenant, 0, 0, '', :at)""";

    private Accepting() {}

    static Acceptance accept(Handle handle, NewMessage wanted) {
        if (!count(handle, wanted)) {
            return new Acceptance.Missing();
        }
        Optional<Found> found = lookTwice(handle, wanted);
        Optional<Acceptance> refusal = refusal(found, wanted);
        if (refusal.isPresent()) {
            handle.rollback();
            return refusal.get();
        }
        return add(handle, wanted, found.orElseThrow());
    }

    private static Optional<Acceptance> refusal(Optional<Found> found, NewMessage wanted) {
        if (found.isEmpty() || found.get().wasHandedOverBy(wanted.content().author())) {
            return Optional.of(new Acceptance.Missing());
        }
        Message present = found.get().present;
        if (present != null) {
            return Optional.of(
                    present.text().equals(wanted.content().text())
                            ? new Acceptance.Duplicate(present, found.get().presentSeq)
                            : new Acceptance.Conflict());
        }
        return found.get().closed ? Optional.of(new Acceptance.Closed()) : Optional.empty();
    }

    private static Acceptance add(Handle handle, NewMessage wanted, Found found) {
        SessionKey key = wanted.key();
        Instant at = Columns.time(wanted.at());
        List<RecordedEvent> events = new ArrayList<>(2);
        Seq seq = found.seq;
        if (!found.active) {
            Heads.execute(handle, COUNT_ONE_MORE, key);
            events.add(Heads.record(handle, key, seq, new SessionEvent.StandingChanged(Standing.ACTIVE), at, null));
            seq = seq.next();
        }
        Message message = new Message(
                wanted.id(),
                key.session(),
                wanted.content(),
                wanted.metadata(),
                at,
                new Place(found.position, seq, found.turn, found.parent, true),
                1);
        MessageRow.insert(handle, key, message, found.answers);
        events.add(Heads.record(handle, key, seq, added(message), at, message));
        insertReply(handle, wanted, found.turn, at);
        ListColumns.updateAndActivate(handle, key, message, found.answers);
        return new Acceptance.Accepted(message, events);
    }

    private static SessionEvent added(Message message) {
        return new SessionEvent.MessageAdded(message.id(), message.content().type());
    }

    private static boolean count(Handle handle, NewMessage wanted) {
        try (Update update = handle.createUpdate(COUNT)) {
            return Heads.bound(update, wanted.key())
                            .bind("reply", wanted.reply().value())
                            .execute()
                    == 1;
        }
    }

    /** The former owner's message is looked for where there was one, and the owner's is not there: that is seldom. */
    private static Optional<Found> lookTwice(Handle handle, NewMessage wanted) {
        Optional<Found> found = look(handle, wanted, wanted.id());
        MessageId earlier = wanted.earlier();
        return earlier == null || found.isEmpty() || found.get().present != null
                ? found
                : look(handle, wanted, earlier);
    }

    private static Optional<Found> look(Handle handle, NewMessage wanted, MessageId message) {
        try (Query query = handle.createQuery(LOOK)) {
            Words words = Words.of(handle);
            return query.bind("tenant", wanted.key().tenant().value())
                    .bind("session", wanted.key().session().value())
                    .bind("message", message.value())
                    .map((row, context) -> Found.read(row, words, wanted.key().tenant()))
                    .findOne();
        }
    }

    private static void insertReply(Handle handle, NewMessage wanted, Turn turn, Instant at) {
        try (Update update = handle.createUpdate(INSERT_REPLY)) {
            Heads.bound(update, wanted.key())
                    .bind("reply", wanted.reply().value())
                    .bind("question", wanted.id().value())
                    .bind("turn", turn.value())
                    .bind("at", at)
                    .execute();
        }
    }

    /**
     * What was found once the head had counted the message.
     *
     * @param seq the number of its event, unless the session was archived
     * @param answers how many messages are not the user's
     * @param present the message of that id, if it was there before; null if not
     * @param presentSeq the number of that one's own event
     * @param owner whose the session is
     * @param formerOwner whose it was first; null if nobody else's
     */
    private record Found(
            Seq seq,
            Position position,
            Turn turn,
            long answers,
            @Nullable MessageId parent,
            boolean active,
            boolean closed,
            @Nullable Message present,
            Seq presentSeq,
            String owner,
            @Nullable String formerOwner) {

        boolean wasHandedOverBy(UserId user) {
            return user.value().equals(formerOwner) && !user.value().equals(owner);
        }

        static Found read(ResultSet row, Words words, TenantId tenant) throws SQLException {
            UUID parent = Columns.idOrNull(row, "previous_tip_id");
            return new Found(
                    new Seq(row.getLong("last_seq")),
                    new Position(row.getLong("last_position")),
                    new Turn(row.getLong("last_turn")),
                    row.getLong("answer_count"),
                    parent == null ? null : new MessageId(parent),
                    row.getBoolean("is_active"),
                    row.getBoolean("is_closed"),
                    MessageRow.readOrNull(row, words, tenant),
                    new Seq(row.getLong("m_added_seq")),
                    row.getString("user_id"),
                    row.getString("former_owner"));
        }
    }
}
