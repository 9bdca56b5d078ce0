package dev.parley.adapter.rest;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the frames of one session's event stream. Each is the data of an event that is named like its {@code type}. */
final class Frames {

    private final String session;

    Frames(SessionId session) {
        this.session = session.toString();
    }

    Frame accepted(SendMessage.Receipt receipt, SessionId id) {
        return new Frame.Accepted("message_accepted", ReceiptJson.from(id, receipt));
    }

    Frame started(FeedItem.ReplyStarted started) {
        return new Frame.Started(
                "ai_started",
                session,
                started.reply().toString(),
                started.attempt(),
                started.baseOffset(),
                started.model(),
                started.replyTo().toString());
    }

    Frame snapshot(FeedItem.ReplySnapshot snapshot) {
        return new Frame.Snapshot(
                "ai_snapshot",
                session,
                snapshot.reply().toString(),
                snapshot.attempt(),
                snapshot.content(),
                snapshot.model(),
                snapshot.replyTo().toString());
    }

    Frame chunk(FeedItem.ReplyPiece piece, int index) {
        return new Frame.Chunk(
                "ai_chunk",
                session,
                piece.text(),
                index,
                false,
                piece.reply().toString(),
                piece.attempt(),
                piece.offset());
    }

    Frame ended(FeedItem.ReplyEnded ended) {
        return switch (ended.content().ending()) {
            case ReplyEnding.Completed completed -> ended("ai_complete", ended, completed, null);
            case ReplyEnding.Cancelled ignored -> ended("ai_cancelled", ended, null, null);
            case ReplyEnding.Interrupted ignored -> ended("ai_interrupted", ended, null, null);
            case ReplyEnding.Failed failed -> ended("ai_failed", ended, null, failed.code());
        };
    }

    private Frame ended(
            String type,
            FeedItem.ReplyEnded ended,
            ReplyEnding.@Nullable Completed completed,
            @Nullable ErrorCode code) {
        Message message = ended.message();
        Content.FromAi content = ended.content();
        var parent = message.place().parent();
        return new Frame.Ended(
                type,
                session,
                message.id().toString(),
                content.text(),
                completed == null ? null : completed.usage().replyTokens(),
                content.attempt(),
                completed == null ? null : MessageJson.lower(completed.reason()),
                completed == null ? null : UsageJson.from(completed.usage()),
                code,
                code == null ? null : code.retryable(),
                content.model(),
                ended.seq().value(),
                message.place().position().value(),
                parent == null ? null : parent.toString(),
                Json.time(message.createdAt()),
                TextDigest.sha256(content.text()));
    }

    Frame error(MessageId reply, ErrorCode code, String details) {
        return error(reply, new Refusal(code, null, details));
    }

    Frame error(MessageId reply, Refusal refusal) {
        ErrorCode code = refusal.code();
        Duration retryAfter = refusal.retryAfter();
        return new Frame.Failure(
                "error",
                session,
                code,
                code.sentence(),
                refusal.rule(),
                code.retryable(),
                refusal.field(),
                retryAfter == null ? null : retryAfter.toMillis(),
                reply.toString());
    }

    Frame draining(long reconnectAfterMs) {
        return new Frame.Draining("draining", session, reconnectAfterMs);
    }
}
