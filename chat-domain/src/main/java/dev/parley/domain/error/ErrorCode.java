package dev.parley.domain.error;

/** What can go wrong, as a client is told. Documented in {@code docs/protocol/errors.md}; a test holds the two together. */
public enum ErrorCode {
    INVALID_JSON(false, "That was not valid JSON."),
    INVALID_MESSAGE(false, "That message is not valid."),
    MESSAGE_TOO_LONG(false, "That message is too long."),
    CONTENT_REJECTED(false, "This content is not allowed here."),
    UNAUTHORIZED(false, "Please sign in first."),
    FORBIDDEN(false, "You are not allowed to do that."),
    SESSION_NOT_FOUND(false, "There is no such conversation."),
    SESSION_CLOSED(false, "This conversation is closed."),
    MESSAGE_NOT_FOUND(false, "There is no such message."),
    IDEMPOTENCY_CONFLICT(false, "This id was already used for something else."),
    CONFLICT(true, "Somebody else changed this at the same time."),
    RATE_LIMITED(true, "Too many requests. Please wait a moment."),
    BUDGET_EXCEEDED(false, "The budget for today is used up."),
    REPLY_IN_PROGRESS(true, "A reply is being written. Please wait for it or stop it."),
    CONTEXT_TOO_LONG(false, "This message is too long for the model."),
    HISTORY_UNAVAILABLE(true, "The history can't be read at the moment."),
    AI_TIMEOUT(true, "The assistant took too long to answer."),
    AI_UNAVAILABLE(true, "The assistant can't be reached at the moment."),
    AI_OVERLOADED(true, "The assistant is very busy. Please try again soon."),
    AI_REJECTED(false, "The assistant refused this request."),
    AI_BAD_RESPONSE(true, "The assistant's answer was damaged."),
    STORAGE_DEGRADED(true, "Messages are kept safe on this server until storage is back."),
    STORAGE_FULL(true, "Messages can't be stored at the moment."),
    PROCESSING_ERROR(true, "Something went wrong on our side.");

    private final boolean retryable;
    private final String sentence;

    ErrorCode(boolean retryable, String sentence) {
        this.retryable = retryable;
        this.sentence = sentence;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    /** One sentence for people, in English. It names no internals. */
    public String sentence() {
        return sentence;
    }
}
