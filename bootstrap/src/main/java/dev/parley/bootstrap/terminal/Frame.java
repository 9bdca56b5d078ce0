package dev.parley.bootstrap.terminal;

import org.jspecify.annotations.Nullable;

/** What the server says, as far as a terminal needs it. */
sealed interface Frame {

    /** An event of the session, one of the numbered ones. */
    sealed interface Event extends Frame {

        /** Its number. */
        long seq();
    }

    /** The connection is there. */
    record Connected() implements Frame {}

    /** The answer to a resume. */
    record Resumed(long lastSeq, boolean complete) implements Frame {}

    /** Our message was taken. */
    record Accepted(
            String clientMessageId,
            String replyId,
            @Nullable Long seq,
            boolean durable,
            boolean duplicate) implements Frame {}

    /** A message is there, or has a newer version. */
    record MessageChanged(
            long seq, String from, String text, @Nullable String clientMessageId, boolean updated) implements Event {}

    /** Something else about the session changed. */
    record SessionChanged(long seq, String change) implements Event {}

    /** An attempt at a reply begins. */
    record Started(String reply, int attempt, int baseOffset) implements Frame {}

    /** All text of an attempt so far. */
    record Snapshot(String reply, int attempt, String content) implements Frame {}

    /** More text. */
    record Chunk(String reply, int attempt, int offset, String content) implements Frame {}

    /**
     * A reply ended.
     *
     * @param how complete, cancelled, interrupted or failed
     * @param errorCode why it failed; null if it did not
     */
    record Ended(
            long seq,
            String reply,
            String fullResponse,
            How how,
            @Nullable String errorCode) implements Event {}

    /** How replies end. */
    enum How {
        COMPLETE,
        CANCELLED,
        INTERRUPTED,
        FAILED
    }

    /** A sign of life. */
    record Beat(long lastSeq) implements Frame {}

    /** The server goes away. */
    record Draining(long reconnectAfterMillis) implements Frame {}

    /** Something was refused. */
    record Refused(
            String code,
            String message,
            String details,
            boolean retryable,
            @Nullable String clientMessageId,
            @Nullable String messageId)
            implements Frame {}

    /** Something a newer server says, and that is no event. */
    record Unknown() implements Frame {}
}
