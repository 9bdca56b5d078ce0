package dev.parley.bootstrap.tracing;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One reader's feed; each attempt at a reply that it tells is a span. It ends when the reader asks for what follows the
 * reply's end: then the end has been written to whoever reads. A piece costs two additions.
 */
final class TracedFeed implements Feed {

    private final Feed feed;
    private final SessionId session;
    private final Spans spans;
    private final AtomicReference<@Nullable Delivery> delivery = new AtomicReference<>();
    private volatile boolean closed;

    TracedFeed(Feed feed, SessionId session, Spans spans) {
        this.feed = feed;
        this.session = session;
        this.spans = spans;
    }

    @Override
    public @Nullable FeedItem poll() {
        endIfTold();
        return told(feed.poll());
    }

    @Override
    public @Nullable FeedItem next(Duration atMost) throws InterruptedException {
        endIfTold();
        return told(feed.next(atMost));
    }

    private @Nullable FeedItem told(@Nullable FeedItem item) {
        if (item instanceof FeedItem.ReplyPiece piece) {
            count(piece.text().length());
        } else if (item instanceof FeedItem.ReplyStarted started) {
            begin(started.replyTo(), started.reply(), started.attempt());
        } else if (item instanceof FeedItem.ReplySnapshot snapshot) {
            begin(snapshot.replyTo(), snapshot.reply(), snapshot.attempt());
            count(snapshot.content().length());
        } else if (item instanceof FeedItem.ReplyEnded ended) {
            tellEnd(ended);
        }
        return item;
    }

    private void begin(MessageId question, MessageId reply, int attempt) {
        Delivery begun = spans.areFor(question) ? Delivery.begin(spans, session, question, reply, attempt) : null;
        replace(begun);
        if (closed) {
            replace(null);
        }
    }

    private void count(int characters) {
        Delivery running = delivery.get();
        if (running != null) {
            running.delivered(characters);
        }
    }

    private void tellEnd(FeedItem.ReplyEnded ended) {
        Delivery running = delivery.get();
        if (running != null && running.isOf(ended.message().id())) {
            running.told(ended.content().ending());
        }
    }

    private void endIfTold() {
        Delivery running = delivery.get();
        if (running != null && running.isTold()) {
            replace(null);
        }
    }

    private void replace(@Nullable Delivery next) {
        Delivery before = delivery.getAndSet(next);
        if (before != null) {
            before.end();
        }
    }

    @Override
    public SessionView opened() {
        return feed.opened();
    }

    @Override
    public void resume(Resume from) {
        feed.resume(from);
    }

    @Override
    public Seq lastSeq() {
        return feed.lastSeq();
    }

    @Override
    public void typing(boolean isTyping) {
        feed.typing(isTyping);
    }

    @Override
    public void close() {
        closed = true;
        feed.close();
        replace(null);
    }
}
