package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.Words.Column;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.ClientMessageId;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.MessageType;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import dev.parley.domain.reply.TokenUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What messages say, in columns of {@code chat_messages}: some are only for some kinds. */
final class ContentColumns {

    private ContentColumns() {}

    /** @param opened makes a text of what is stored in a column */
    static Content read(ResultSet row, Opening opened) throws SQLException {
        String text = opened.of(Column.CONTENT, row.getString("m_content"));
        return switch (Columns.named(MessageType.class, row, "m_message_type")) {
            case USER ->
                new Content.FromUser(text, author(row), new ClientMessageId(row.getString("m_client_message_id")));
            case AI -> new Content.FromAi(text, ending(row, opened), row.getInt("m_attempt"), row.getString("m_model"));
            case SYSTEM -> new Content.FromSystem(text);
            case AGENT -> new Content.FromAgent(text, author(row));
        };
    }

    private static UserId author(ResultSet row) throws SQLException {
        return new UserId(row.getString("m_author_id"));
    }

    private static ReplyEnding ending(ResultSet row, Opening opened) throws SQLException {
        ReplyState state = Columns.named(ReplyState.class, row, "m_reply_state");
        return switch (state) {
            case COMPLETE ->
                new ReplyEnding.Completed(Columns.named(FinishReason.class, row, "m_finish_reason"), usage(row));
            case CANCELLED -> new ReplyEnding.Cancelled();
            case INTERRUPTED -> new ReplyEnding.Interrupted();
            case FAILED ->
                new ReplyEnding.Failed(
                        Columns.named(ErrorCode.class, row, "m_error_code"),
                        opened.of(Column.ERROR_DETAIL, row.getString("m_error_detail")));
            case PENDING, STREAMING ->
                throw Columns.unknown(
                        "reply_state", Columns.word(state), new IllegalArgumentException("not an ending"));
        };
    }

    private static TokenUsage usage(ResultSet row) throws SQLException {
        return new TokenUsage(
                row.getInt("m_prompt_tokens"), row.getInt("m_reply_tokens"), row.getBoolean("m_tokens_estimated"));
    }

    /** @param sealed makes of an error's detail what is to be stored */
    static void bind(Update update, Content content, Sealing sealed) {
        Parts parts = Parts.of(content);
        update.bind("type", Columns.word(content.type()))
                .bind("author", parts.author)
                .bind("client", parts.clientMessageId)
                .bind("state", parts.state)
                .bind("reason", parts.reason)
                .bind("promptTokens", parts.usage == null ? null : (Integer) parts.usage.promptTokens())
                .bind("replyTokens", parts.usage == null ? null : (Integer) parts.usage.replyTokens())
                .bind("estimated", parts.usage == null ? null : (Boolean) parts.usage.estimated())
                .bind("code", parts.code)
                .bind("detail", sealed.of(parts.detail))
                .bind("attempt", parts.attempt)
                .bind("model", parts.model);
    }

    /** Makes a text of what is stored in a column. */
    @FunctionalInterface
    interface Opening {

        String of(Column column, String stored);
    }

    /** Makes of a text what is to be stored. */
    @FunctionalInterface
    interface Sealing {

        @Nullable
        String of(@Nullable String text);
    }

    /** The columns that only some kinds of message have. */
    private record Parts(
            @Nullable String author,
            @Nullable String clientMessageId,
            @Nullable String state,
            @Nullable String reason,
            @Nullable TokenUsage usage,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Integer attempt,
            @Nullable String model) {

        static Parts of(Content content) {
            return switch (content) {
                case Content.FromUser user ->
                    spoken(user.author(), user.clientMessageId().value());
                case Content.FromAgent agent -> spoken(agent.agent(), null);
                case Content.FromSystem ignored -> spoken(null, null);
                case Content.FromAi ai -> of(ai);
            };
        }

        private static Parts spoken(@Nullable UserId author, @Nullable String clientMessageId) {
            String name = author == null ? null : author.value();
            return new Parts(name, clientMessageId, null, null, null, null, null, null, null);
        }

        private static Parts of(Content.FromAi ai) {
            return switch (ai.ending()) {
                case ReplyEnding.Completed(FinishReason reason, TokenUsage usage) ->
                    ended(ai, Columns.word(reason), usage, null, null);
                case ReplyEnding.Cancelled ignored -> ended(ai, null, null, null, null);
                case ReplyEnding.Interrupted ignored -> ended(ai, null, null, null, null);
                case ReplyEnding.Failed(ErrorCode code, String detail) ->
                    ended(ai, null, null, Columns.word(code), detail);
            };
        }

        private static Parts ended(
                Content.FromAi ai,
                @Nullable String reason,
                @Nullable TokenUsage usage,
                @Nullable String code,
                @Nullable String detail) {
            String state = Columns.word(ai.ending().state());
            return new Parts(null, null, state, reason, usage, code, detail, ai.attempt(), ai.model());
        }
    }
}
