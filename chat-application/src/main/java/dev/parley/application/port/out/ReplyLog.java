package dev.parley.application.port.out;

import org.jspecify.annotations.Nullable;

/**
 * The text of running replies, from any offset on. Readers are cursors: none slows the writer or another reader.
 * Thread-safe.
 *
 * <ol>
 *   <li>G1: what was appended can be read at once, from any offset, any number of times, in the same characters.
 *   <li>G2: appending never waits for a reader.
 *   <li>G3: an attempt that is not above the highest seen of its reply is refused: its recorder changes nothing. A
 *       recorder whose attempt was overtaken changes nothing any more.
 *   <li>G4: listeners are told after every change of their session (begin, append, end), and of no other; many changes
 *       may be told as one.
 *   <li>G5: after the end, the session has no current text, and nothing is kept.
 *   <li>G6: a slice never begins or ends inside a surrogate pair, provided pieces do not.
 * </ol>
 */
public interface ReplyLog {

    /** Begins an attempt. Called by the worker that holds the claim. */
    Recorder begin(RunningReply reply);

    /** The text being written in a session; null if none is. */
    @Nullable
    ReplyText current(SessionKey key);

    /** Calls {@code changed} after every change in a session, on the writer's thread; it must not block. */
    Listening listen(SessionKey key, Runnable changed);

    /** Writes one attempt. Used by one thread. */
    interface Recorder {

        /**
         * Adds text.
         *
         * @param text not empty, no half surrogate pairs
         * @return false if this attempt was overtaken or ended
         */
        boolean append(String text);

        /** Ends the attempt. Called after the finish was committed and announced. Idempotent. */
        void end();
    }

    /** The text of one attempt. It grows while it is read; nothing in it ever changes. */
    interface ReplyText {

        /** Whose text it is. */
        RunningReply reply();

        /** How long it is now, in UTF-16 units. */
        int length();

        /**
         * A slice.
         *
         * @param from 0 to {@code length()}
         * @param most how many UTF-16 units at most, at least 2
         * @return from {@code from} on, at most {@code most} long; shorter where the text ends or a pair would be cut
         */
        String read(int from, int most);
    }
}
