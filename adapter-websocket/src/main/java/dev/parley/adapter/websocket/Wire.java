package dev.parley.adapter.websocket;

/** An open socket, as the threads of its connection see it. */
interface Wire {

    /**
     * Sends one whole text frame. Blocks until the operating system has all of it, or the socket is lost; it is lost at
     * the latest when the client has taken nothing for too long. Called by one thread.
     *
     * @throws LostException if the frame did not go out
     */
    void send(String text) throws LostException;

    /** Sends a close frame, after which nothing else is sent. Does not block. */
    void close(CloseCode code);

    /** There is no socket any more. */
    final class LostException extends Exception {

        private static final long serialVersionUID = 1L;

        LostException(String message) {
            super(message);
        }

        LostException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
