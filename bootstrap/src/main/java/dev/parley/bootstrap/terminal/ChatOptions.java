package dev.parley.bootstrap.terminal;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a chat in the terminal begins with.
 *
 * @param server scheme, host and port
 * @param session the session to go on with; null for a new one
 * @param token the token to use; null for a guest's
 * @param tokenFolder where guests' tokens are kept
 * @param interactive whether somebody sits there; otherwise each line of input is a message that is answered before the
 *     next one is read
 */
public record ChatOptions(
        URI server, @Nullable String session, @Nullable String token, Path tokenFolder, boolean interactive) {

    /** Refuses nulls where none are allowed, and addresses that are no server's. */
    public ChatOptions {
        requireNonNull(tokenFolder, "tokenFolder");
        boolean isHttp = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!isHttp || server.getHost() == null || server.getQuery() != null || server.getFragment() != null) {
            throw new IllegalArgumentException("The address must be like http://127.0.0.1:8000.");
        }
        if (session != null && !session.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new IllegalArgumentException("A conversation is named by a UUID in lower case.");
        }
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "ChatOptions[" + server.getHost() + "]";
    }
}
