package dev.parley.application.port.out;

import dev.parley.domain.reply.ReplyChunk;
import java.util.Optional;

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

    /**
     * The model that answers, by the name its provider knows it by.
     *
     * @return empty if that can only be the one that was asked for; not abstract, since few models have more to say
     */
    default Optional<String> model() {
        return Optional.empty();
    }

    /** Stops the answer. From any thread, any number of times, also after the end; does not block. */
    @Override
    void close();
}
