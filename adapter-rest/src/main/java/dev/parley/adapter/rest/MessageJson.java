package dev.parley.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.application.port.in.MessageStatus;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Place;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.reply.ReplyState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message on the wire. From {@code replyTo} on, what only a model's reply has; from {@code author} on, a person's. */
record MessageJson(
        String messageId,
        String type,
        String content,
        String createdAt,
        long position,
        long seq,
        int version,
        long turn,
        @Nullable String parentId,
        boolean isActive,
        String status,
        JsonNode metadata,
        @Nullable String replyTo,
        @Nullable String state,
        @Nullable String finishReason,
        @Nullable String errorCode,
        @Nullable Boolean retryable,
        @Nullable UsageJson usage,
        @Nullable String model,
        @Nullable Integer attempt,
        @Nullable String textSha256,
        @Nullable String author,
        @Nullable String clientMessageId) {

    static MessageJson from(Message message, MessageStatus status) {
        return switch (message.content()) {
            case Content.FromAi ai -> ai(message, ai, status);
            case Content.FromUser user ->
                plain(
                        message,
                        status,
                        user.author().value(),
                        user.clientMessageId().value());
            case Content.FromAgent agent -> plain(message, status, agent.agent().value(), null);
            case Content.FromSystem ignored -> plain(message, status, null, null);
        };
    }

    private static MessageJson ai(Message message, Content.FromAi ai, MessageStatus status) {
        ReplyState state = ai.ending().state();
        ReplyEnding.Completed completed = ai.ending() instanceof ReplyEnding.Completed done ? done : null;
        ReplyEnding.Failed failed = ai.ending() instanceof ReplyEnding.Failed failure ? failure : null;
        return from(
                message,
                status,
                new Reply(
                        text(message.place().parent()),
                        lower(state),
                        completed == null ? null : lower(completed.reason()),
                        failed == null ? null : failed.code().name(),
                        failed == null ? null : failed.code().retryable(),
                        completed == null ? null : UsageJson.from(completed.usage()),
                        ai.model(),
                        ai.attempt(),
                        TextDigest.sha256(ai.text())),
                null,
                null);
    }

    private static MessageJson plain(
            Message message, MessageStatus status, @Nullable String author, @Nullable String clientMessageId) {
        return from(message, status, Reply.NONE, author, clientMessageId);
    }

    private static MessageJson from(
            Message message,
            MessageStatus status,
            Reply reply,
            @Nullable String author,
            @Nullable String clientMessageId) {
        Place place = message.place();
        return new MessageJson(
                message.id().toString(),
                lower(message.content().type()),
                message.text(),
                Json.time(message.createdAt()),
                place.position().value(),
                place.seq().value(),
                message.version(),
                place.turn().value(),
                text(place.parent()),
                place.active(),
                lower(status),
                Json.stored(message.metadata()),
                reply.replyTo(),
                reply.state(),
                reply.finishReason(),
                reply.errorCode(),
                reply.retryable(),
                reply.usage(),
                reply.model(),
                reply.attempt(),
                reply.textSha256(),
                author,
                clientMessageId);
    }

    private static @Nullable String text(@Nullable MessageId id) {
        return id == null ? null : id.toString();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private record Reply(
            @Nullable String replyTo,
            @Nullable String state,
            @Nullable String finishReason,
            @Nullable String errorCode,
            @Nullable Boolean retryable,
            @Nullable UsageJson usage,
            @Nullable String model,
            @Nullable Integer attempt,
            @Nullable String textSha256) {

        static final Reply NONE = new Reply(null, null, null, null, null, null, null, null, null);
    }
}
