package dev.parley.application.port.out;

import dev.parley.domain.reply.ReplyChunk;

/** A running answer, read by one thread, closed by any. */
public interface ReplyStream extends AutoCloseable {

    /**
     * Blocks until the next chunk.
     *
     * @return never null; after an {@link ReplyChunk.End} this must not be called again
     * @throws java.util.NoSuchElementException if the end was already returned
     * @throws InterruptedException if the reading thread was interrupted
     */
    ReplyChunk next() throws InterruptedException;

    /** Stops the answer. From any thread, any number of times, also after the end; does not block. */
    @Override
    void close();
}
