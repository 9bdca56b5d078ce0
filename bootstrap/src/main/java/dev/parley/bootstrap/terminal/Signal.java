package dev.parley.bootstrap.terminal;

/** Something that happened; taken in one after the other by one thread. */
sealed interface Signal {

    /** A connection is there. */
    record Opened(SocketLink link) implements Signal {}

    /** The server said something. */
    record Heard(SocketLink link, String text) implements Signal {}

    /** The server answered a ping. */
    record Alive(SocketLink link) implements Signal {}

    /**
     * A connection ended, or was never made.
     *
     * @param status the HTTP status of a refusal, or the close code, or 0 if nobody said why
     */
    record Lost(SocketLink link, int status) implements Signal {}

    /** Somebody typed a line. */
    record Line(String text) implements Signal {}

    /** There is no more input. */
    record EndOfInput() implements Signal {}

    /** Somebody pressed Ctrl-C. */
    record Interrupt() implements Signal {}
}
