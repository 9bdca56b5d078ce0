package dev.parley.domain.reply;

/** The states of a reply. The wire and the store use the names in lower case. */
public enum ReplyState {
    /** Promised, waiting for its turn. */
    PENDING,
    /** Being written by somebody who holds a lease. */
    STREAMING,
    /** Ended as the model meant it. */
    COMPLETE,
    /** Stopped by a person; the text released until then stands. */
    CANCELLED,
    /** Given up after too many takeovers; the text known then stands. */
    INTERRUPTED,
    /** Ended by an error; the text released until then stands. */
    FAILED;

    /** Whether nothing can change it any more. */
    public boolean ended() {
        return switch (this) {
            case PENDING, STREAMING -> false;
            case COMPLETE, CANCELLED, INTERRUPTED, FAILED -> true;
        };
    }
}
