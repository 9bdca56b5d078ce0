package dev.parley.adapter.websocket;

import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SendMessage;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.MessageIds;
import dev.parley.domain.message.Seq;
import dev.parley.domain.reply.ReplyEnding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a feed tells into frames. Used by the writer alone. */
final class FeedFrames {

    private static final int FIRST_VERSION = 1;

    private final OwnMessages own;
    private final Receipts receipts;
    private final Seq openedAt;
    private @Nullable MessageId reply;
    private int attempt;
    private int chunks;

    /**
     * A renderer.
     *
     * @param own what this connection is sending
     * @param receipts where it was told that its caller's cursors are
     * @param openedAt the session's last event when the connection was opened; what is older can't be a new message
     */
    FeedFrames(OwnMessages own, Receipts receipts, Seq openedAt) {
        this.own = own;
        this.receipts = receipts;
        this.openedAt = openedAt;
    }

    List<ServerFrame> of(FeedItem item) {
        return switch (item) {
            case FeedItem.ReplyPiece piece -> List.of(new ServerFrame.AiChunk(piece, nextIndex(piece)));
            case FeedItem.ReplyStarted started -> List.of(started(started));
            case FeedItem.ReplySnapshot snapshot -> List.of(snapshot(snapshot));
            case FeedItem.ReplyEnded ended -> ended(ended);
            case FeedItem.MessageChanged changed -> List.of(message(changed));
            case FeedItem.SessionChanged changed -> List.of(new ServerFrame.SessionUpdated(changed));
            case FeedItem.CursorsMoved(long delivered, long read) ->
                receipts.isNews(delivered, read) ? List.of(receipts.tell()) : List.of();
            case FeedItem.MessageStored(var seq, var message) -> stored(seq, message);
            case FeedItem.PresenceChanged changed -> List.of(new ServerFrame.Presence(changed));
            case FeedItem.TypingChanged changed -> List.of(new ServerFrame.Typing(changed));
            case FeedItem.Resumed resumed ->
                List.of(new ServerFrame.Resumed(resumed.lastSeq().value(), resumed.complete()));
        };
    }

    private int nextIndex(FeedItem.ReplyPiece piece) {
        if (!piece.reply().equals(reply) || piece.attempt() != attempt) {
            begin(piece.reply(), piece.attempt());
        }
        return ++chunks;
    }

    private ServerFrame started(FeedItem.ReplyStarted started) {
        begin(started.reply(), started.attempt());
        return new ServerFrame.AiStarted(started);
    }

    private ServerFrame snapshot(FeedItem.ReplySnapshot snapshot) {
        begin(snapshot.reply(), snapshot.attempt());
        return new ServerFrame.AiSnapshot(snapshot);
    }

    private void begin(MessageId newReply, int newAttempt) {
        reply = newReply;
        attempt = newAttempt;
        chunks = 0;
    }

    private ServerFrame message(FeedItem.MessageChanged changed) {
        var message = changed.message();
        boolean isNews = !changed.updated() && changed.seq().compareTo(openedAt) > 0;
        if (isNews && message.content() instanceof Content.FromUser user && own.claim(message.id())) {
            return accepted(user, message, changed.seq(), false);
        }
        return new ServerFrame.MessageChanged(changed.seq().value(), message, changed.updated());
    }

    /** What was acknowledged as kept is acknowledged as stored, unless its event was that. */
    private List<ServerFrame> stored(Seq seq, Message message) {
        return message.content() instanceof Content.FromUser user && own.claim(message.id())
                ? List.of(accepted(user, message, seq, true))
                : List.of();
    }

    private static ServerFrame accepted(Content.FromUser user, Message message, Seq seq, boolean duplicate) {
        return new ServerFrame.MessageAccepted(
                user.clientMessageId().value(),
                message.id(),
                MessageIds.ofReply(message.id(), FIRST_VERSION),
                new SendMessage.Place(seq, message.place().position()),
                duplicate);
    }

    private static List<ServerFrame> ended(FeedItem.ReplyEnded ended) {
        return switch (ended.content().ending()) {
            case ReplyEnding.Completed completed -> List.of(new ServerFrame.AiComplete(ended, completed));
            case ReplyEnding.Cancelled() -> List.of(new ServerFrame.AiCancelled(ended));
            case ReplyEnding.Interrupted() -> List.of(new ServerFrame.AiInterrupted(ended));
            // The second one is for clients that know the five oldest frames only.
            case ReplyEnding.Failed failed ->
                List.of(
                        new ServerFrame.AiFailed(ended, failed),
                        ServerFrame.Failure.ofReply(ended.message().id(), failed));
        };
    }
}
