package dev.parley.adapter.redis;

import dev.parley.application.port.out.RunningReply;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells whoever writes in a session that this node reads it, so that what is written can be said to this node alone, and
 * what it lacks is kept at once. Not too often; what gets lost is told again when it shows. Guarded by the session's lock.
 */
final class WriterContact {

    /** The least time between two words because something is missing. */
    private static final Duration APART = Duration.ofMillis(100);

    /** The least time between two words because the writer seems not to know. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Writers writers;
    private final LongSupplier nanoTime;
    private boolean told;
    private long toldAt;

    WriterContact(Writers writers, LongSupplier nanoTime) {
        this.writers = writers;
        this.nanoTime = nanoTime;
    }

    /** How writers are told. */
    @FunctionalInterface
    interface Writers {

        /**
         * Tells one. Does not block; may get lost.
         *
         * @param writer the node that writes
         * @param reply what it writes
         * @param length how much of it is here, in UTF-16 units
         */
        void tell(String writer, RunningReply reply, int length);
    }

    /** Another reply or attempt begins, whose writer knows nothing of us. */
    void begin() {
        told = false;
    }

    /** Redis told text to all who listen. */
    void heardFromRedis(String writer, RunningReply reply, int length) {
        if (!told) {
            tell(writer, reply, length);
        }
    }

    /** The writer said text to all who listen, as if it did not know of us. */
    void heardWithAll(String writer, RunningReply reply, int length) {
        tellUnlessToldWithin(AGAIN, writer, reply, length);
    }

    /** Something was missed, or may have been. */
    void mayLack(String writer, RunningReply reply, int length) {
        tellUnlessToldWithin(APART, writer, reply, length);
    }

    private void tellUnlessToldWithin(Duration time, String writer, RunningReply reply, int length) {
        if (!told || nanoTime.getAsLong() - toldAt >= time.toNanos()) {
            tell(writer, reply, length);
        }
    }

    private void tell(String writer, RunningReply reply, int length) {
        told = true;
        toldAt = nanoTime.getAsLong();
        writers.tell(writer, reply, length);
    }
}
