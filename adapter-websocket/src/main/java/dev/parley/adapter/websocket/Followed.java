package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import dev.parley.application.port.in.UserFeed;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What a connection follows, with the feed that was opened for it. */
sealed interface Followed {

    /** A session. */
    record InSession(SessionId session, Feed feed) implements Followed {}

    /** What concerns a user over all sessions. */
    record OfUser(UserId user, UserFeed feed) implements Followed {}

    /** The session; null if it is none. */
    default @Nullable SessionId session() {
        return null;
    }

    /** The path in its one form. */
    default String path() {
        return switch (this) {
            case InSession followed -> ChatPath.of(followed.session);
            case OfUser ignored -> UserPath.PATH;
        };
    }

    /** For threads and logs. */
    default String name() {
        return switch (this) {
            case InSession followed -> followed.session.toString();
            case OfUser followed -> "user-" + followed.user;
        };
    }

    /** Whether a client of this can stand there. */
    default boolean has(Standpoint standpoint) {
        return switch (standpoint) {
            case Standpoint.InSession ignored -> this instanceof InSession;
            case Standpoint.OfUser ignored -> this instanceof OfUser;
        };
    }

    /** The feed as frames, for the writer of a connection. */
    default Telling telling(OwnMessages own, Receipts receipts) {
        return switch (this) {
            case InSession followed -> new SessionTelling(followed.feed, own, receipts);
            case OfUser followed -> new UserTelling(followed.user, followed.feed);
        };
    }

    /** Says that the client's person types, or does not any more. From any thread; does not block. */
    default void typing(boolean isTyping) {
        switch (this) {
            case InSession followed -> followed.feed.typing(isTyping);
            case OfUser ignored -> throw new IllegalStateException("nobody types on a user's socket");
        }
    }

    /** Closes the feed. Idempotent. */
    default void close() {
        switch (this) {
            case InSession followed -> followed.feed.close();
            case OfUser followed -> followed.feed.close();
        }
    }
}
