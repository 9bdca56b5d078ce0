package dev.parley.adapter.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A frame of the chat protocol as an event carries it. Its fields are as over a socket. */
sealed interface Frame {

    /** Names the frame, and the event. */
    String type();

    record Accepted(String type, @JsonUnwrapped ReceiptJson receipt) implements Frame {}

    record Started(
            String type, String sessionId, String messageId, int attempt, int baseOffset, String model, String replyTo)
            implements Frame {}

    record Snapshot(
            String type, String sessionId, String messageId, int attempt, String content, String model, String replyTo)
            implements Frame {}

    record Chunk(
            String type,
            String sessionId,
            String content,
            int chunkIndex,
            boolean isComplete,
            String messageId,
            int attempt,
            int offset)
            implements Frame {}

    /** The end of a reply, however it ended. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ended(
            String type,
            String sessionId,
            String messageId,
            String fullResponse,
            @Nullable Integer tokenCount,
            int attempt,
            @Nullable String finishReason,
            @Nullable UsageJson usage,
            @Nullable ErrorCode errorCode,
            @Nullable Boolean retryable,
            @Nullable String model,
            long seq,
            long position,
            @Nullable String replyTo,
            String createdAt,
            String textSha256)
            implements Frame {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(
            String type,
            String sessionId,
            ErrorCode errorCode,
            String message,
            String details,
            boolean retryable,
            @Nullable String field,
            @Nullable Long retryAfterMs,
            String messageId)
            implements Frame {}

    record Draining(String type, String sessionId, long reconnectAfterMs) implements Frame {}
}
