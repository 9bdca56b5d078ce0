package dev.parley.application.usecase;

import dev.parley.application.ChatEngine;
import dev.parley.application.local.InMemoryStores;
import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.Principal;
import dev.parley.domain.audit.AuditChain;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.TextDigest;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Small words for tests that talk to an engine. */
final class Engines {

    static final Principal ADA = Principal.user("ada");
    private static final Duration LONG = Duration.ofSeconds(20);

    private Engines() {}

    /** One whose replies a test writes; closing does not wait for those it has not ended. */
    static ChatEngine.Builder answeredBy(HandModel model) {
        return ChatEngine.builder()
                .model("hand", model)
                .policies(Policies.standard("test").closingWithin(Duration.ZERO));
    }

    /** The next item; it is an error if none comes. */
    static FeedItem next(Feed feed) throws InterruptedException {
        FeedItem item = feed.next(LONG);
        if (item == null) {
            throw new AssertionError("nothing came");
        }
        return item;
    }

    static <T extends FeedItem> T next(Feed feed, Class<T> type) throws InterruptedException {
        FeedItem item = next(feed);
        if (!type.isInstance(item)) {
            throw new AssertionError("expected " + type.getSimpleName() + " but got " + item);
        }
        return type.cast(item);
    }

    /** Everything up to the first item that fits, with it. */
    static List<FeedItem> until(Feed feed, Predicate<FeedItem> last) throws InterruptedException {
        var items = new ArrayList<FeedItem>();
        do {
            items.add(next(feed));
        } while (!last.test(items.getLast()));
        return items;
    }

    static List<FeedItem> untilEnded(Feed feed) throws InterruptedException {
        return until(feed, FeedItem.ReplyEnded.class::isInstance);
    }

    /** The pieces joined, each checked to begin where the one before ended. */
    static String joined(List<FeedItem> items, MessageId reply) {
        var text = new StringBuilder();
        for (FeedItem item : items) {
            switch (item) {
                case FeedItem.ReplyStarted started
                when started.reply().equals(reply) -> text.setLength(started.baseOffset());
                case FeedItem.ReplySnapshot snapshot
                when snapshot.reply().equals(reply) -> {
                    text.setLength(0);
                    text.append(snapshot.content());
                }
                case FeedItem.ReplyPiece piece
                when piece.reply().equals(reply) -> {
                    if (piece.offset() != text.length()) {
                        throw new AssertionError("a piece at " + piece.offset() + " after " + text.length());
                    }
                    text.append(piece.text());
                }
                default -> {}
            }
        }
        return text.toString();
    }

    static Feed resumed(ChatEngine engine, SessionId session, Feed.Resume from) {
        Feed feed = engine.follow(ADA, session);
        feed.resume(from);
        return feed;
    }

    /** One who writes down into these stores. */
    static Witness witness(InMemoryStores stores, InstantSource clock) {
        return new Witness(stores.audit(new AuditChain(TextDigest::sha256)), clock);
    }
}
