package dev.parley.application.usecase;

import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.in.UserFeedItem;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader's cursor over a user's hub. */
final class UserCursor implements UserFeed {

    private static final Logger LOG = LoggerFactory.getLogger(UserCursor.class);

    private final UserHubs hubs;
    private final UserHub hub;
    private final Runnable onChange;
    private final Runnable onClose;
    private final long openedAt;
    private final Queue<UserChange> following = new ArrayDeque<>();
    private @Nullable UserFeedItem answer;
    private long seq;
    private boolean begun;
    private volatile boolean closed;

    UserCursor(UserHubs hubs, UserHub hub, Runnable onChange, Runnable onClose) {
        this.hubs = hubs;
        this.hub = hub;
        this.onChange = onChange;
        this.onClose = onClose;
        this.openedAt = hub.head();
        this.seq = openedAt;
    }

    UserHub hub() {
        return hub;
    }

    /** Something may have happened. From any thread; does not block. */
    void changed() {
        try {
            onChange.run();
        } catch (RuntimeException e) {
            LOG.error("a feed's listener failed; it is told again of the next change", e);
        }
    }

    @Override
    public long openedAt() {
        return openedAt;
    }

    @Override
    public void resume(long afterUserSeq) {
        if (begun) {
            throw new IllegalStateException("the feed has begun already");
        }
        begun = true;
        Optional<List<UserChange>> missed = hub.after(afterUserSeq);
        if (missed.isPresent()) {
            seq = afterUserSeq;
            following.addAll(missed.get());
            answer = new UserFeedItem.Resumed(seq + following.size(), true);
        } else {
            answer = hole();
        }
    }

    /** Goes on from now. */
    private UserFeedItem hole() {
        seq = hub.head();
        return new UserFeedItem.Resumed(seq, false);
    }

    @Override
    public @Nullable UserFeedItem poll() {
        if (closed) {
            throw new IllegalStateException("the feed is closed");
        }
        begun = true;
        UserFeedItem first = answer;
        answer = null;
        return first == null ? next() : first;
    }

    private @Nullable UserFeedItem next() {
        if (following.isEmpty()) {
            Optional<List<UserChange>> news = hub.after(seq);
            if (news.isEmpty()) {
                return hole();
            }
            following.addAll(news.get());
        }
        UserChange change = following.poll();
        return change == null ? null : new UserFeedItem.Told(++seq, change);
    }

    @Override
    public long lastUserSeq() {
        return hub.head();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            hubs.close(this);
            onClose.run();
        }
    }
}
