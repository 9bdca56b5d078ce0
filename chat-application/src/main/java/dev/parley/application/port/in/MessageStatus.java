package dev.parley.application.port.in;

/** How far a message has come, as the wire tells it (in lower case). Derived from cursors, never stored. */
public enum MessageStatus {
    SENT,
    DELIVERED,
    READ;

    /**
     * Derives a status.
     *
     * @param own whether it is the caller's own message: it is {@code SENT} until another reader's cursor says more
     * @param position the message's position
     * @param delivered how far the reader's devices have it
     * @param read how far the reader has seen it
     */
    public static MessageStatus of(boolean own, long position, long delivered, long read) {
        if (own) {
            return SENT;
        }
        if (position <= read) {
            return READ;
        }
        return position <= delivered ? DELIVERED : SENT;
    }
}
