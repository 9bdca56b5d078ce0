package dev.parley.adapter.redis;

import dev.parley.application.port.out.SessionKey;

/**
 * Names of channels. A tenant has only {@code a-z 0-9 . _ -} and a session is a UUID: no two sessions share a name, and
 * none holds a character with a meaning in patterns. Names of one kind begin alike, up to the second colon: their family.
 */
final class Channels {

    /** What happens in sessions; a channel for each. */
    static final String SESSIONS = "parley:session:";

    /** What concerns users and no session; one channel. */
    static final String USERS = "parley:users:";

    /** What is being written in sessions; a channel for each. */
    static final String REPLIES = "parley:reply:";

    /** What is said to one node alone; a channel for each. */
    static final String NODES = "parley:node:";

    /** Who comes, goes and types in sessions; a channel for each. */
    static final String PRESENCE = "parley:presence:";

    /** Matches all sessions. */
    static final String ALL_SESSIONS = SESSIONS + "*";

    /** Nothing is ever said here. A connection that listens to nothing could not be kept. */
    static final String SILENT = "parley:silence";

    /** Nothing is ever said here either. Listening to it again is answered, which tells that the connection lives. */
    static final String PULSE = "parley:pulse";

    private Channels() {}

    static String of(SessionKey key) {
        return SESSIONS + key.tenant() + ":" + key.session();
    }

    static String ofReplies(SessionKey key) {
        return REPLIES + key.tenant() + ":" + key.session();
    }

    static String ofNode(String node) {
        return NODES + node;
    }

    static String ofPresence(SessionKey key) {
        return PRESENCE + key.tenant() + ":" + key.session();
    }

    /** How the names of this channel's kind begin. */
    static String family(String channel) {
        int second = channel.indexOf(':', channel.indexOf(':') + 1);
        return channel.substring(0, second + 1);
    }
}
