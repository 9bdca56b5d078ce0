package dev.parley.application.fake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** One thing a {@link ModelScript} does. */
sealed interface ScriptStep {

    /** Writes status line and headers now; otherwise they go out with the first bytes of the body. */
    record Head() implements ScriptStep {}

    /** Writes these bytes in goes of at most so many, each a chunk of its own if the body is chunked. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Send(byte[] bytes, int atOnce) implements ScriptStep {}

    /** Rests, unless the client goes away. */
    record Rest(Duration duration) implements ScriptStep {}

    /** Waits for the latch. */
    record Await(CountDownLatch latch) implements ScriptStep {}

    /** Does nothing more until the client goes away. */
    record Stall() implements ScriptStep {}

    /** Sends FIN and waits until the client goes away. */
    record HalfClose() implements ScriptStep {}

    /** Closes the connection without ending the body. */
    record BreakOff() implements ScriptStep {}

    /** Closes the connection with RST. */
    record Reset() implements ScriptStep {}
}
