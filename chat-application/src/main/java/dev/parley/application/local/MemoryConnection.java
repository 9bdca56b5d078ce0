package dev.parley.application.local;

import dev.parley.application.port.out.StoreException;
import java.util.function.Function;

/** The way to a {@link Memory}, until it is closed. */
final class MemoryConnection {

    private final Memory memory;
    private volatile boolean closed;

    MemoryConnection(Memory memory) {
        this.memory = memory;
    }

    /** One transaction. */
    <T> T transaction(Function<Memory, T> work) {
        if (closed) {
            throw new StoreException.Unavailable(
                    "the in-memory store is closed", new IllegalStateException("closed by its owner"));
        }
        return memory.transaction(work);
    }

    MemoryConnection another() {
        return new MemoryConnection(memory);
    }

    void close() {
        closed = true;
    }
}
