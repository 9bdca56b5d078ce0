package dev.parley.adapter.rest;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.message.Content;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Follows one reply to its end, whether it is still to come, under way, or long over. */
final class ReplyWatch {

    private final FollowSession follow;
    private final ReadHistory history;
    private final OpenFeeds feeds;

    ReplyWatch(FollowSession follow, ReadHistory history, OpenFeeds feeds) {
        this.follow = follow;
        this.history = history;
        this.feeds = feeds;
    }

    /** Whom the reply is told. */
    interface Watcher {

        /** Something of the reply. */
        void tell(FeedItem item) throws IOException;

        /** How long to wait for the next item before {@link #idle} is asked. */
        Duration patience();

        /** Nothing came for so long. Gives up by false. */
        boolean idle() throws IOException;
    }

    /** How watching came to its end. */
    sealed interface Ending {

        /** With the reply's own. */
        record Ended(FeedItem.ReplyEnded reply) implements Ending {}

        /** The watcher gave up. */
        record GaveUp() implements Ending {}

        /** The server is stopping. */
        record Stopping() implements Ending {}

        /** The session is not there any more. */
        record Refused(Refusal refusal) implements Ending {}
    }

    /** Blocks until the reply has ended or there is nothing more to wait for. */
    Ending watch(Principal caller, SessionId session, MessageId reply, Watcher watcher)
            throws IOException, InterruptedException {
        return switch (follow.follow(caller, session, () -> {})) {
            case FollowSession.Outcome.Refused(Refusal refusal) -> new Ending.Refused(refusal);
            case FollowSession.Outcome.Following(Feed feed) -> {
                try (feed) {
                    feeds.add(feed);
                    yield watch(caller, session, reply, watcher, feed);
                } finally {
                    feeds.remove(feed);
                }
            }
        };
    }

    // The feed was opened first: a reply that is not yet in the history will be told by the feed.
    private Ending watch(Principal caller, SessionId session, MessageId reply, Watcher watcher, Feed feed)
            throws IOException, InterruptedException {
        return switch (history.message(caller, session, reply)) {
            case ReadHistory.MessageOutcome.Refused(Refusal refusal) -> new Ending.Refused(refusal);
            case ReadHistory.MessageOutcome.Found(Message message) -> recall(message, watcher);
            case ReadHistory.MessageOutcome.Open ignored -> live(feed, reply, watcher);
        };
    }

    private static Ending recall(Message message, Watcher watcher) throws IOException {
        if (!(message.content() instanceof Content.FromAi content)) {
            throw new IllegalStateException("a reply must be an ai message: " + message.id());
        }
        MessageId question = message.place().parent();
        if (!content.text().isEmpty() && question != null) {
            String model = content.model() == null ? "" : content.model();
            watcher.tell(new FeedItem.ReplyStarted(message.id(), content.attempt(), 0, model, question));
            watcher.tell(new FeedItem.ReplyPiece(message.id(), content.attempt(), 0, content.text()));
        }
        var ended = new FeedItem.ReplyEnded(message.place().seq(), message, content);
        watcher.tell(ended);
        return new Ending.Ended(ended);
    }

    private Ending live(Feed feed, MessageId reply, Watcher watcher) throws IOException, InterruptedException {
        while (true) {
            Duration patience = watcher.patience();
            long begun = System.nanoTime();
            FeedItem item = feed.next(patience);
            if (item == null) {
                if (feeds.isClosed() || System.nanoTime() - begun < patience.toNanos() / 2) {
                    // Nothing, and before its time: the feed was closed.
                    return new Ending.Stopping();
                }
                if (!watcher.idle()) {
                    return new Ending.GaveUp();
                }
            } else {
                Ending ending = tell(item, reply, watcher);
                if (ending != null) {
                    return ending;
                }
            }
        }
    }

    private static @Nullable Ending tell(FeedItem item, MessageId reply, Watcher watcher) throws IOException {
        if (item instanceof FeedItem.SessionChanged change) {
            return change.session() == null ? new Ending.Refused(Refusal.sessionNotFound()) : null;
        }
        if (!reply.equals(replyOf(item))) {
            return null;
        }
        watcher.tell(item);
        return item instanceof FeedItem.ReplyEnded ended ? new Ending.Ended(ended) : null;
    }

    private static @Nullable MessageId replyOf(FeedItem item) {
        return switch (item) {
            case FeedItem.ReplyStarted started -> started.reply();
            case FeedItem.ReplySnapshot snapshot -> snapshot.reply();
            case FeedItem.ReplyPiece piece -> piece.reply();
            case FeedItem.ReplyEnded ended -> ended.message().id();
            case FeedItem.Resumed ignored -> null;
            case FeedItem.MessageChanged ignored -> null;
            case FeedItem.SessionChanged ignored -> null;
        };
    }
}
