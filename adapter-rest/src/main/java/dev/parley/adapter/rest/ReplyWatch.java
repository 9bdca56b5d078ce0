package dev.parley.adapter.rest;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.ReadHistory;
import dev.parley.application.port.in.Refusal;
import dev.parley.domain.message.Message;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
                    yield watch(new Watched(caller, session, reply), watcher, feed);
                } finally {
                    feeds.remove(feed);
                }
            }
        };
    }

    // The feed was opened first: a reply that is not yet in the history will be told by the feed.
    private Ending watch(Watched watched, Watcher watcher, Feed feed) throws IOException, InterruptedException {
        Ending ending = lookUp(watched, watcher, EndedReply::fromTheBeginning);
        return ending != null ? ending : live(feed, watched, watcher);
    }

    /** Null if the reply has not ended. */
    private @Nullable Ending lookUp(Watched watched, Watcher watcher, Telling telling) throws IOException {
        return switch (history.message(watched.caller(), watched.session(), watched.reply())) {
            case ReadHistory.MessageOutcome.Refused(Refusal refusal) -> new Ending.Refused(refusal);
            case ReadHistory.MessageOutcome.Found(Message message) -> recall(EndedReply.of(message), watcher, telling);
            case ReadHistory.MessageOutcome.Open ignored -> null;
        };
    }

    private static Ending recall(EndedReply reply, Watcher watcher, Telling telling) throws IOException {
        for (FeedItem item : telling.of(reply)) {
            watcher.tell(item);
        }
        watcher.tell(reply.ending());
        return new Ending.Ended(reply.ending());
    }

    private Ending live(Feed feed, Watched watched, Watcher watcher) throws IOException, InterruptedException {
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
                Ending ending = told(item, watched, watcher);
                if (ending != null) {
                    return ending;
                }
            }
        }
    }

    // An end that lies in a hole is not told by the feed; the history has it.
    private @Nullable Ending told(FeedItem item, Watched watched, Watcher watcher) throws IOException {
        return item instanceof FeedItem.Resumed
                ? lookUp(watched, watcher, EndedReply::anew)
                : tell(item, watched.reply(), watcher);
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
            case FeedItem.CursorsMoved ignored -> null;
            case FeedItem.MessageStored ignored -> null;
            case FeedItem.PresenceChanged ignored -> null;
            case FeedItem.TypingChanged ignored -> null;
            case FeedItem.MessageChanged ignored -> null;
            case FeedItem.SessionChanged ignored -> null;
        };
    }

    private record Watched(Principal caller, SessionId session, MessageId reply) {}

    /** How the text of a reply that has ended is told. */
    @FunctionalInterface
    private interface Telling {
        List<FeedItem> of(EndedReply reply);
    }
}
