package dev.parley.adapter.websocket;

import dev.parley.domain.session.SessionId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one path there is: {@code /ws/chat/{session_id}/}, with or without the last slash, undecoded. */
final class ChatPath {

    private static final String PREFIX = "/ws/chat/";
    private static final int UUID_LENGTH = 36;

    private ChatPath() {}

    /** The session a path names; null if it is any other path. Nothing is decoded, so nothing can be hidden. */
    static @Nullable SessionId session(String path) {
        if (!path.startsWith(PREFIX) || path.length() < PREFIX.length() + UUID_LENGTH) {
            return null;
        }
        String rest = path.substring(PREFIX.length() + UUID_LENGTH);
        UUID id = FrameFields.uuidOf(path.substring(PREFIX.length(), PREFIX.length() + UUID_LENGTH));
        return id != null && (rest.isEmpty() || rest.equals("/")) ? new SessionId(id) : null;
    }

    static String of(SessionId session) {
        return PREFIX + session + "/";
    }

    /** The same path as Tyrus writes it. */
    static String template() {
        return PREFIX + "{session_id}/";
    }
}
