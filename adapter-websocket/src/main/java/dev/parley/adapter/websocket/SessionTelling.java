package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's feed as frames. */
final class SessionTelling implements Telling {

    private final Feed feed;
    private final FeedFrames frames;
    private boolean over;

    SessionTelling(Feed feed, OwnMessages own, Receipts receipts) {
        this.feed = feed;
        this.frames = new FeedFrames(own, receipts, feed.opened().lastSeq());
    }

    @Override
    public ServerFrame greeting() {
        return new ServerFrame.Connected(feed.opened());
    }

    @Override
    public long openedAt() {
        return feed.opened().lastSeq().value();
    }

    @Override
    public void resume(Standpoint from) {
        if (!(from instanceof Standpoint.InSession(Feed.Resume resume))) {
            throw new IllegalArgumentException("not a place in a session");
        }
        feed.resume(resume);
    }

    @Override
    public @Nullable List<ServerFrame> next() {
        FeedItem item = feed.poll();
        if (item == null) {
            return null;
        }
        over = item instanceof FeedItem.SessionChanged changed && changed.isLast();
        return frames.of(item);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public long head() {
        return feed.lastSeq().value();
    }
}
