package dev.parley.adapter.redis;

import dev.parley.application.port.out.SessionKey;

/**
 * Names of channels. A tenant has only {@code a-z 0-9 . _ -} and a session is a UUID: no two sessions share a name, and
 * none holds a character with a meaning in patterns.
 */
final class Channels {

    private static final String PREFIX = "parley:session:";

    /** Matches all sessions. */
    static final String ALL_SESSIONS = PREFIX + "*";

    /** Nothing is ever said here. A connection that listens to nothing could not be kept. */
    static final String SILENT = "parley:silence";

    private Channels() {}

    static String of(SessionKey key) {
        return PREFIX + key.tenant() + ":" + key.session();
    }
}
