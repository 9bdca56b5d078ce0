package dev.parley.adapter.llm;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A reply whose first chunk was read already. Says once that it is over, in whatever way. */
final class HeardStream implements ReplyStream {

    private final ReplyStream stream;
    private final String model;
    private final Consumer<ModelFailure> brokeOff;
    private final Runnable over;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable ReplyChunk first;
    private boolean ended;

    /**
     * A reply that goes on.
     *
     * @param first what was read of it
     * @param model who answers
     * @param brokeOff told if it fails
     * @param over told when it ends, is closed or can't be read; once
     */
    HeardStream(ReplyStream stream, ReplyChunk first, String model, Consumer<ModelFailure> brokeOff, Runnable over) {
        this.stream = stream;
        this.first = first;
        this.model = model;
        this.brokeOff = brokeOff;
        this.over = over;
    }

    @Override
    public ReplyChunk next() throws InterruptedException {
        if (ended) {
            throw new NoSuchElementException("the end of the reply was already returned");
        }
        ReplyChunk kept = first;
        first = null;
        ReplyChunk chunk = kept == null ? readOn() : closed ? new ReplyChunk.Cancelled() : kept;
        ended = chunk instanceof ReplyChunk.End;
        if (ended) {
            end();
        }
        return chunk;
    }

    @Override
    public Optional<String> model() {
        return Optional.of(model);
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
        end();
    }

    private ReplyChunk readOn() throws InterruptedException {
        boolean read = false;
        try {
            ReplyChunk chunk = stream.next();
            read = true;
            if (chunk instanceof ReplyChunk.Failed(ModelFailure failure)) {
                brokeOff.accept(failure);
            }
            return chunk;
        } finally {
            if (!read) {
                end();
            }
        }
    }

    private void end() {
        if (isOver.compareAndSet(false, true)) {
            over.run();
        }
    }
}
