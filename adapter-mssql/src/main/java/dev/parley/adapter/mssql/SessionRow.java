package dev.parley.adapter.mssql;

import static java.util.Objects.requireNonNull;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore.Stored;
import dev.parley.domain.assistant.AssistantName;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.message.Turn;
import dev.parley.domain.session.Session;
import dev.parley.domain.session.SessionContext;
import dev.parley.domain.session.SessionId;
import dev.parley.domain.session.SessionTitle;
import dev.parley.domain.session.SessionTitle.Origin;
import dev.parley.domain.session.Standing;
import dev.parley.domain.session.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as rows of {@code chat_sessions}. Read through a table alias {@code s}.
 *
 * @param stored the session with what belongs to it
 * @param deletedAt when it was deleted; null if it lives
 */
record SessionRow(Stored stored, @Nullable Instant deletedAt) {

    /** What a select lists to have sessions read from its rows. */
    static final String COLUMNS = """
        s.tenant AS s_tenant, s.session_id AS s_session_id, s.user_id AS s_user_id, s.user_name AS s_user_name,
        s.locale AS s_locale, s.session_title AS s_title, s.title_origin AS s_title_origin,
        s.assistant AS s_assistant, s.context AS s_context, s.metadata AS s_metadata, s.is_active AS s_is_active,
        s.is_closed AS s_is_closed, s.created_at AS s_created_at, s.updated_at AS s_updated_at,
        s.message_count AS s_message_count\
        """;

    /** What a select lists besides, to have whole rows read; {@code h} is the head. */
    static final String ALL_COLUMNS = COLUMNS
            + ", s.deleted_at AS s_deleted_at, s.summary AS s_summary, s.summary_up_to AS s_summary_up_to,"
            + " s.former_owner AS s_former_owner, s.command_digest AS s_command_digest, h.last_seq AS h_last_seq";

    private static final String INSERT = """
        INSERT INTO ${schema}.chat_sessions (tenant, session_id, id_text, user_id, user_name, locale,
            session_title, title_origin, title_key, assistant, context, metadata, is_active, is_closed, created_at,
            updated_at, message_count, answer_count, command_digest)
        VALUES (:tenant, :session, :idText, :user, :userName, :locale, :title, :titleOrigin, :titleKey, :assistant,
            :context, :metadata, :active, :closed, :created, :updated, 0, 0, :command)\
        """;

    private static final String UPDATE = """
        UPDATE ${schema}.chat_sessions SET session_title = :title, title_origin = :titleOrigin,
            title_key = :titleKey, assistant = :assistant, is_active = :active, is_closed = :closed,
            updated_at = :updated, deleted_at = :deleted, deleted_tenant = :deletedTenant, summary = :summary, summary_up_to = :summaryUpTo
        WHERE
        """ + Heads.KEY;

    SessionKey key() {
        return new SessionKey(stored.session().tenant(), stored.session().id());
    }

    static void insert(Handle handle, Session session, @Nullable String command) {
        SessionContext context = session.context();
        SessionKey key = new SessionKey(session.tenant(), session.id());
        UUID row = session.id().value();
        Words words = Words.of(handle);
        try (Update update = handle.createUpdate(INSERT)) {
            bindChangeable(update, words, session)
                    .bind("idText", session.id().toString())
                    .bind("user", session.owner().value())
                    .bind("userName", session.ownerName())
                    .bind("locale", session.locale())
                    .bind(
                            "context",
                            words.sealOrNull(Column.CONTEXT, key, row, context == null ? null : context.text()))
                    .bind("metadata", words.seal(Column.SESSION_METADATA, key, row, session.metadata()))
                    .bind("created", session.createdAt())
                    .bind("command", words.sealOrNull(Column.COMMAND, key, row, command))
                    .execute();
        }
    }

    /** Writes all that can change, but for what messages change. */
    void update(Handle handle) {
        Summary summary = stored.summary();
        Words words = Words.of(handle);
        UUID row = stored.session().id().value();
        try (Update update = handle.createUpdate(UPDATE)) {
            bindChangeable(update, words, stored.session())
                    .bindByType("deleted", deletedAt, Instant.class)
                    .bind(
                            "deletedTenant",
                            deletedAt == null ? null : stored.session().tenant().value())
                    .bind(
                            "summary",
                            words.sealOrNull(Column.SUMMARY, key(), row, summary == null ? null : summary.text()))
                    .bind(
                            "summaryUpTo",
                            summary == null ? null : (Long) summary.upTo().value())
                    .execute();
        }
    }

    static SessionRow read(ResultSet row, Words words) throws SQLException {
        boolean deleted = row.getString("s_deleted_at") != null;
        return new SessionRow(
                new Stored(
                        session(row, words),
                        new Seq(row.getLong("h_last_seq")),
                        row.getLong("s_message_count"),
                        summary(row, words),
                        formerOwner(row),
                        text(Column.COMMAND, row, "s_command_digest", words)),
                deleted ? Columns.time(row, "s_deleted_at") : null);
    }

    private static @Nullable UserId formerOwner(ResultSet row) throws SQLException {
        String owner = row.getString("s_former_owner");
        return owner == null ? null : new UserId(owner);
    }

    static Session session(ResultSet row, Words words) throws SQLException {
        String context = text(Column.CONTEXT, row, "s_context", words);
        String metadata = requireNonNull(text(Column.SESSION_METADATA, row, "s_metadata", words), "metadata");
        return new Session(
                new SessionId(Columns.id(row, "s_session_id")),
                new TenantId(row.getString("s_tenant")),
                new UserId(row.getString("s_user_id")),
                row.getString("s_user_name"),
                row.getString("s_locale"),
                title(row, words),
                new AssistantName(row.getString("s_assistant")),
                context == null ? null : new SessionContext(context),
                metadata,
                standing(row),
                Columns.time(row, "s_created_at"),
                Columns.time(row, "s_updated_at"));
    }

    private static Update bindChangeable(Update update, Words words, Session session) {
        SessionTitle title = session.title();
        String text = title == null ? null : title.text();
        SessionKey key = new SessionKey(session.tenant(), session.id());
        Heads.bound(update, key);
        return update.bind(
                        "title",
                        words.sealOrNull(Column.TITLE, key, session.id().value(), text))
                .bind("titleOrigin", title == null ? null : Columns.word(title.origin()))
                .bind("titleKey", TitleKey.of(words.areSealed() ? null : text))
                .bind("assistant", session.assistant().value())
                .bind("active", session.standing() != Standing.ARCHIVED)
                .bind("closed", session.standing() == Standing.CLOSED)
                .bind("updated", session.updatedAt());
    }

    /** The title alone; null if there is none. */
    static @Nullable String titleText(ResultSet row, Words words) throws SQLException {
        return text(Column.TITLE, row, "s_title", words);
    }

    static @Nullable SessionTitle title(ResultSet row, Words words) throws SQLException {
        String text = titleText(row, words);
        return text == null ? null : new SessionTitle(text, Columns.named(Origin.class, row, "s_title_origin"));
    }

    private static Standing standing(ResultSet row) throws SQLException {
        if (row.getBoolean("s_is_closed")) {
            return Standing.CLOSED;
        }
        return row.getBoolean("s_is_active") ? Standing.ACTIVE : Standing.ARCHIVED;
    }

    private static @Nullable Summary summary(ResultSet row, Words words) throws SQLException {
        String text = text(Column.SUMMARY, row, "s_summary", words);
        return text == null ? null : new Summary(text, new Turn(row.getLong("s_summary_up_to")));
    }

    /** What a column of a session's row says; null if there is nothing in it. */
    static @Nullable String text(Column column, ResultSet row, String alias, Words words) throws SQLException {
        String stored = row.getString(alias);
        if (stored == null) {
            return null;
        }
        UUID session = Columns.id(row, "s_session_id");
        return words.open(column, new TenantId(row.getString("s_tenant")), session, session, stored);
    }
}
