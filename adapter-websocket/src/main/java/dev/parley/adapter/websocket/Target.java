package dev.parley.adapter.websocket;

import dev.parley.domain.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What a request wants to follow, by its path. */
sealed interface Target {

    /** A session. */
    record OfSession(SessionId session) implements Target {}

    /** What concerns the caller over all sessions. */
    record OfUser() implements Target {}

    /** What a path leads to, with or without the last slash; null if to nothing here. Nothing is decoded. */
    static @Nullable Target of(String path) {
        if (path.equals(UserPath.PATH) || path.concat("/").equals(UserPath.PATH)) {
            return new OfUser();
        }
        SessionId session = ChatPath.session(path);
        return session == null ? null : new OfSession(session);
    }

    /** The session; null if it is none. */
    default @Nullable SessionId session() {
        return null;
    }

    /** The parameter of the URL by which a client says where it stands. */
    default String standpointParameter() {
        return switch (this) {
            case OfSession ignored -> "after_seq";
            case OfUser() -> "after_user_seq";
        };
    }

    /** Where a client stands that has everything up to a number. */
    default Standpoint standpoint(long number) {
        return switch (this) {
            case OfSession ignored -> Standpoint.InSession.after(number);
            case OfUser() -> new Standpoint.OfUser(number);
        };
    }
}
