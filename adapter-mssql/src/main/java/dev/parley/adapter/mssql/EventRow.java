package dev.parley.adapter.mssql;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Events as rows of {@code chat_events}. Read through a table alias {@code e}, with messages beside them. */
final class EventRow {

    /** What a select lists to have events read from its rows. */
    static final String COLUMNS = """
            e.seq AS e_seq, e.occurred_at AS e_occurred_at, e.kind AS e_kind, e.message_id AS e_message_id,
            e.detail AS e_detail, e.ordinal AS e_ordinal""";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_events (tenant, session_id, seq, occurred_at, kind, message_id, detail, ordinal)
            VALUES (:tenant, :session, :seq, :at, :kind, :message, :detail, :ordinal)""";

    private EventRow() {}

    static void insert(Handle handle, RecordedEvent recorded) {
        Parts parts = Parts.of(recorded.event());
        MessageId message = parts.message;
        try (Update update = handle.createUpdate(INSERT)) {
            update.bind("tenant", recorded.session().tenant().value())
                    .bind("session", recorded.session().session().value())
                    .bind("seq", recorded.seq().value())
                    .bind("at", recorded.at())
                    .bind("kind", Columns.word(parts.kind))
                    .bindByType("message", message == null ? null : message.value(), UUID.class)
                    .bind("detail", parts.detail)
                    .bind("ordinal", parts.ordinal)
                    .execute();
        }
    }

    static RecordedEvent read(SessionKey key, ResultSet row, Words words) throws SQLException {
        return new RecordedEvent(
                key,
                new Seq(row.getLong("e_seq")),
                Columns.time(row, "e_occurred_at"),
                event(row),
                MessageRow.readOrNull(row, words, key.tenant()));
    }

    private static SessionEvent event(ResultSet row) throws SQLException {
        return switch (Columns.named(Kind.class, row, "e_kind")) {
            case SESSION_CREATED -> new SessionEvent.SessionCreated();
            case MESSAGE_ADDED ->
                new SessionEvent.MessageAdded(message(row), Columns.named(MessageType.class, row, "e_detail"));
            case MESSAGE_UPDATED -> new SessionEvent.MessageUpdated(message(row), row.getInt("e_ordinal"));
            case REPLY_ENDED ->
                new SessionEvent.ReplyEnded(message(row), Columns.named(ReplyState.class, row, "e_detail"));
            case SESSION_RENAMED -> new SessionEvent.SessionRenamed();
            case ASSISTANT_CHANGED -> new SessionEvent.AssistantChanged();
            case STANDING_CHANGED -> new SessionEvent.StandingChanged(Columns.named(Standing.class, row, "e_detail"));
            case SESSION_DELETED -> new SessionEvent.SessionDeleted();
            case SESSION_RESTORED -> new SessionEvent.SessionRestored();
            case OWNER_CHANGED -> new SessionEvent.OwnerChanged();
            case SUMMARY_UPDATED -> new SessionEvent.SummaryUpdated(new Turn(row.getLong("e_ordinal")));
        };
    }

    private static MessageId message(ResultSet row) throws SQLException {
        return new MessageId(Columns.id(row, "e_message_id"));
    }

    /** How events are called in the column {@code kind}. */
    private enum Kind {
        SESSION_CREATED,
        MESSAGE_ADDED,
        MESSAGE_UPDATED,
        REPLY_ENDED,
        SESSION_RENAMED,
        ASSISTANT_CHANGED,
        STANDING_CHANGED,
        SESSION_DELETED,
        SESSION_RESTORED,
        OWNER_CHANGED,
        SUMMARY_UPDATED
    }

    private record Parts(
            Kind kind,
            @Nullable MessageId message,
            @Nullable String detail,
            @Nullable Long ordinal) {

        static Parts of(SessionEvent event) {
            return switch (event) {
                case SessionEvent.SessionCreated ignored -> bare(Kind.SESSION_CREATED);
                case SessionEvent.MessageAdded(MessageId message, MessageType type) ->
                    new Parts(Kind.MESSAGE_ADDED, message, Columns.word(type), null);
                case SessionEvent.MessageUpdated(MessageId message, int version) ->
                    new Parts(Kind.MESSAGE_UPDATED, message, null, (long) version);
                case SessionEvent.ReplyEnded(MessageId reply, ReplyState state) ->
                    new Parts(Kind.REPLY_ENDED, reply, Columns.word(state), null);
                case SessionEvent.SessionRenamed ignored -> bare(Kind.SESSION_RENAMED);
                case SessionEvent.AssistantChanged ignored -> bare(Kind.ASSISTANT_CHANGED);
                case SessionEvent.StandingChanged(Standing standing) ->
                    new Parts(Kind.STANDING_CHANGED, null, Columns.word(standing), null);
                case SessionEvent.SessionDeleted ignored -> bare(Kind.SESSION_DELETED);
                case SessionEvent.SessionRestored ignored -> bare(Kind.SESSION_RESTORED);
                case SessionEvent.OwnerChanged ignored -> bare(Kind.OWNER_CHANGED);
                case SessionEvent.SummaryUpdated(Turn upTo) ->
                    new Parts(Kind.SUMMARY_UPDATED, null, null, upTo.value());
            };
        }

        private static Parts bare(Kind kind) {
            return new Parts(kind, null, null, null);
        }
    }
}
