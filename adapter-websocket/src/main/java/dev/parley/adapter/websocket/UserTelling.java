package dev.parley.adapter.websocket;

import dev.parley.application.port.in.UserChange;
import dev.parley.application.port.in.UserFeed;
import dev.parley.application.port.in.UserFeedItem;
import dev.parley.domain.identity.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's feed as frames. */
final class UserTelling implements Telling {

    private final UserId user;
    private final UserFeed feed;

    UserTelling(UserId user, UserFeed feed) {
        this.user = user;
        this.feed = feed;
    }

    @Override
    public ServerFrame greeting() {
        return new ServerFrame.UserConnected(user, feed.openedAt());
    }

    @Override
    public long openedAt() {
        return feed.openedAt();
    }

    @Override
    public void resume(Standpoint from) {
        if (!(from instanceof Standpoint.OfUser(long after))) {
            throw new IllegalArgumentException("not a place in what concerns a user");
        }
        feed.resume(after);
    }

    @Override
    public @Nullable List<ServerFrame> next() {
        UserFeedItem item = feed.poll();
        return item == null ? null : List.of(frame(item));
    }

    private static ServerFrame frame(UserFeedItem item) {
        return switch (item) {
            case UserFeedItem.Resumed(long last, boolean complete) -> new ServerFrame.Resumed(last, complete);
            case UserFeedItem.Told(long seq, UserChange.SessionChanged(var session)) ->
                new ServerFrame.ListChanged(seq, session);
            case UserFeedItem.Told(long seq, UserChange.SessionRemoved(var session)) ->
                new ServerFrame.ListShrunk(seq, session);
            case UserFeedItem.Told(long seq, UserChange.PreferencesChanged changed) ->
                new ServerFrame.PreferencesChanged(seq, changed);
        };
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public long head() {
        return feed.lastUserSeq();
    }
}
