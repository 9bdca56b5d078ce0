package dev.parley.adapter.websocket;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.ListedSession;
import dev.parley.application.port.in.Refusal;
import dev.parley.application.port.in.SendMessage;
import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.in.UserChange;
import dev.parley.domain.error.ErrorCode;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.reply.ReplyEnding;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the server says. How it looks is in {@link FrameCodec}; what it means in {@code docs/protocol/websocket.md}. */
sealed interface ServerFrame {

    /** {@code system}: the first frame of every connection. */
    record Connected(SessionView session) implements ServerFrame {}

    /**
     * {@code message_accepted}: the message is durable.
     *
     * @param place where it is in the session; null while it waits in a journal for the store
     */
    record MessageAccepted(
            String clientMessageId,
            MessageId message,
            MessageId reply,
            SendMessage.@Nullable Place place,
            boolean duplicate)
            implements ServerFrame {

        static MessageAccepted of(SendMessage.Receipt receipt) {
            return new MessageAccepted(
                    receipt.clientMessageId(),
                    receipt.messageId(),
                    receipt.replyId(),
                    receipt.place(),
                    receipt.duplicate());
        }
    }

    /** {@code message}, or {@code message_updated}: a message is there, or has a newer version. */
    record MessageChanged(long seq, Message message, boolean updated) implements ServerFrame {}

    /** {@code session_updated}: something else about the session changed. */
    record SessionUpdated(FeedItem.SessionChanged changed) implements ServerFrame {}

    /** {@code resumed}: the answer to a resume. Like {@link Pong} and {@link Heartbeat}, in the numbers of its socket. */
    record Resumed(long lastSeq, boolean complete) implements ServerFrame {}

    /** {@code ai_started}: an attempt at a reply begins. */
    record AiStarted(FeedItem.ReplyStarted started) implements ServerFrame {}

    /** {@code ai_snapshot}: all of an attempt's text so far. */
    record AiSnapshot(FeedItem.ReplySnapshot snapshot) implements ServerFrame {}

    /** {@code ai_chunk}: more text. */
    record AiChunk(FeedItem.ReplyPiece piece, int index) implements ServerFrame {}

    /** {@code ai_complete}: the reply is whole. */
    record AiComplete(FeedItem.ReplyEnded ended, ReplyEnding.Completed ending) implements ServerFrame {}

    /** {@code ai_cancelled}: the reply was stopped by a person. */
    record AiCancelled(FeedItem.ReplyEnded ended) implements ServerFrame {}

    /** {@code ai_interrupted}: the reply was given up. */
    record AiInterrupted(FeedItem.ReplyEnded ended) implements ServerFrame {}

    /** {@code ai_failed}: the reply was ended by an error. */
    record AiFailed(FeedItem.ReplyEnded ended, ReplyEnding.Failed ending) implements ServerFrame {}

    /** {@code system}: the first frame of a user's socket. */
    record UserConnected(UserId user, long lastUserSeq) implements ServerFrame {}

    /** {@code session_changed}: a session of the user's is new, or its list shows something else of it. */
    record ListChanged(long userSeq, ListedSession session) implements ServerFrame {}

    /** {@code session_removed}: a session is not among the user's any more. */
    record ListShrunk(long userSeq, SessionId session) implements ServerFrame {}

    /** {@code preferences_changed}: the user prefers something else. */
    record PreferencesChanged(long userSeq, UserChange.PreferencesChanged changed) implements ServerFrame {}

    /** {@code presence}: somebody else came into the session, is there as something else, or left. */
    record Presence(FeedItem.PresenceChanged changed) implements ServerFrame {}

    /** {@code typing}: somebody else types, or does not any more. */
    record Typing(FeedItem.TypingChanged changed) implements ServerFrame {}

    /** {@code receipt}: where the caller's cursors are. */
    record Receipt(long deliveredUpTo, long readUpTo) implements ServerFrame {}

    /**
     * {@code authenticated}: the fresh token counts.
     *
     * @param expiresAt when it runs out; null if it does not
     * @param reference what the client calls what it asked for
     */
    record Authenticated(@Nullable Instant expiresAt, ClientFrame.Reference reference) implements ServerFrame {}

    /** {@code pong}: the answer to a ping. */
    record Pong(long lastSeq) implements ServerFrame {}

    /** {@code heartbeat}: nothing new, all is well. */
    record Heartbeat(long lastSeq) implements ServerFrame {}

    /** {@code draining}: this server goes away; come back after a while. */
    record Draining(Duration reconnectAfter) implements ServerFrame {}

    /**
     * {@code error}.
     *
     * @param code which
     * @param details for developers: the field and the rule
     * @param field the field it is about; null if it is about none
     * @param retryAfter when to try again; null if that can't be said
     * @param message the reply that failed; null if it is about none
     * @param reference what the client calls what failed
     */
    record Failure(
            ErrorCode code,
            String details,
            @Nullable String field,
            @Nullable Duration retryAfter,
            @Nullable MessageId message,
            ClientFrame.Reference reference)
            implements ServerFrame {

        static Failure of(Refusal refusal, ClientFrame.Reference reference) {
            String details = refusal.field() == null ? refusal.rule() : refusal.field() + ": " + refusal.rule();
            return new Failure(refusal.code(), details, refusal.field(), refusal.retryAfter(), null, reference);
        }

        static Failure ofReply(MessageId reply, ReplyEnding.Failed ending) {
            return new Failure(ending.code(), ending.detail(), null, null, reply, ClientFrame.Reference.NONE);
        }
    }
}
