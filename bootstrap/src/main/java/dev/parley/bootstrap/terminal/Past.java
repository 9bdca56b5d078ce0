package dev.parley.bootstrap.terminal;

import org.jspecify.annotations.Nullable;

/**
 * A message of the history.
 *
 * @param seq the event that last changed it
 * @param id its id
 * @param from user, ai, system or agent
 * @param text what it says
 * @param clientMessageId what its sender called it; null if it is no user's
 * @param how how a reply ended; null if it is none
 * @param errorCode why a reply failed; null if none did
 */
record Past(
        long seq,
        String id,
        String from,
        String text,
        @Nullable String clientMessageId,
        Frame.@Nullable How how,
        @Nullable String errorCode) {}
