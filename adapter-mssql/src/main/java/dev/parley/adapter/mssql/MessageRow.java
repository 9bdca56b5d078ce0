package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.Position;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Messages as rows of {@code chat_messages}. Read through a table alias {@code m}. */
final class MessageRow {

    /** What a select lists to have messages read from its rows. */
    static final String COLUMNS = """
            m.message_id AS m_message_id, m.session_id AS m_session_id, m.position AS m_position, m.seq AS m_seq,
            m.added_seq AS m_added_seq, m.turn AS m_turn, m.parent_id AS m_parent_id, m.is_shown AS m_is_shown,
            m.version AS m_version, m.message_type AS m_message_type, m.author_id AS m_author_id,
            m.client_message_id AS m_client_message_id, m.content AS m_content, m.metadata AS m_metadata,
            m.created_at AS m_created_at, m.reply_state AS m_reply_state, m.finish_reason AS m_finish_reason,
            m.prompt_tokens AS m_prompt_tokens, m.reply_tokens AS m_reply_tokens,
            m.tokens_estimated AS m_tokens_estimated, m.error_code AS m_error_code, m.error_detail AS m_error_detail,
            m.attempt AS m_attempt, m.model AS m_model""";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_messages (tenant, session_id, message_id, position, added_seq, seq, turn,
                parent_id, is_shown, version, answers, message_type, author_id, client_message_id, content, metadata,
                created_at, reply_state, finish_reason, prompt_tokens, reply_tokens, tokens_estimated, error_code,
                error_detail, attempt, model)
            VALUES (:tenant, :session, :message, :position, :seq, :seq, :turn, :parent, :shown, :version, :answers,
                :type, :author, :client, :content, :metadata, :created, :state, :reason, :promptTokens, :replyTokens,
                :estimated, :code, :detail, :attempt, :model)""";

    private MessageRow() {}

    /**
     * Adds a message.
     *
     * @param answers how many messages up to and including this one are not the user's
     */
    static void insert(Handle handle, SessionKey key, Message message, long answers) {
        Place place = message.place();
        MessageId parent = place.parent();
        Words words = Words.of(handle);
        UUID row = message.id().value();
        try (Update update = handle.createUpdate(INSERT)) {
            update.bind("tenant", key.tenant().value())
                    .bind("session", key.session().value())
                    .bind("message", row)
                    .bind("position", place.position().value())
                    .bind("seq", place.seq().value())
                    .bind("turn", place.turn().value())
                    .bindByType("parent", parent == null ? null : parent.value(), UUID.class)
                    .bind("shown", place.active())
                    .bind("version", message.version())
                    .bind("answers", answers)
                    .bind("content", words.seal(Column.CONTENT, key, row, message.text()))
                    .bind("metadata", words.seal(Column.MESSAGE_METADATA, key, row, message.metadata()))
                    .bind("created", message.createdAt());
            ContentColumns.bind(
                    update, message.content(), text -> words.sealOrNull(Column.ERROR_DETAIL, key, row, text));
            update.execute();
        }
    }

    static Message read(ResultSet row, Words words, TenantId tenant) throws SQLException {
        UUID id = Columns.id(row, "m_message_id");
        UUID session = Columns.id(row, "m_session_id");
        return new Message(
                new MessageId(id),
                new SessionId(session),
                ContentColumns.read(row, (column, stored) -> words.open(column, tenant, session, id, stored)),
                words.open(Column.MESSAGE_METADATA, tenant, session, id, row.getString("m_metadata")),
                Columns.time(row, "m_created_at"),
                place(row),
                row.getInt("m_version"));
    }

    /** The message of a row of an outer join; null if there is none. */
    static @Nullable Message readOrNull(ResultSet row, Words words, TenantId tenant) throws SQLException {
        return Columns.longOrNull(row, "m_position") == null ? null : read(row, words, tenant);
    }

    private static Place place(ResultSet row) throws SQLException {
        UUID parent = Columns.idOrNull(row, "m_parent_id");
        return new Place(
                new Position(row.getLong("m_position")),
                new Seq(row.getLong("m_seq")),
                new Turn(row.getLong("m_turn")),
                parent == null ? null : new MessageId(parent),
                row.getBoolean("m_is_shown"));
    }
}
