package dev.parley.adapter.rest;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.FeedItem;
import dev.parley.application.port.in.FollowSession;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.in.SessionView;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real feed whose reader fell so far behind that the end of a reply lies in a hole.
 *
 * @param whole the feed itself
 * @param reads how often it was read
 */
record FeedWithAHole(Feed whole, AtomicInteger reads) implements Feed {

    /** Feeds like that. */
    record Following(FollowSession whole, AtomicInteger reads) implements FollowSession {

        @Override
        public Outcome follow(Principal caller, SessionId session, Runnable onChange) {
            return switch (whole.follow(caller, session, onChange)) {
                case Outcome.Refused refused -> refused;
                case Outcome.Following(Feed feed) -> new Outcome.Following(new FeedWithAHole(feed, reads));
            };
        }
    }

    @Override
    public @Nullable FeedItem next(Duration atMost) throws InterruptedException {
        reads.incrementAndGet();
        return holed(whole.next(atMost));
    }

    @Override
    public @Nullable FeedItem poll() {
        return holed(whole.poll());
    }

    private @Nullable FeedItem holed(@Nullable FeedItem item) {
        return item instanceof FeedItem.ReplyEnded ? new FeedItem.Resumed(lastSeq(), false) : item;
    }

    @Override
    public SessionView opened() {
        return whole.opened();
    }

    @Override
    public void resume(Resume from) {
        whole.resume(from);
    }

    @Override
    public Seq lastSeq() {
        return whole.lastSeq();
    }

    @Override
    public void typing(boolean isTyping) {
        whole.typing(isTyping);
    }

    @Override
    public void close() {
        whole.close();
    }
}
