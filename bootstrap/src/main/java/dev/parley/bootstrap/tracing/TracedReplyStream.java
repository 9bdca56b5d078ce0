package dev.parley.bootstrap.tracing;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.ReplyChunk.Cancelled;
import dev.parley.domain.reply.ReplyChunk.Completed;
import dev.parley.domain.reply.ReplyChunk.Failed;
import dev.parley.domain.reply.ReplyChunk.TextDelta;
import java.util.Optional;

/** An answer whose end ends its span. A piece costs a look at a field. */
final class TracedReplyStream implements ReplyStream {

    private final ReplyStream stream;
    private final ModelSpan span;

    /** For the one thread that reads. */
    private boolean speaks;

    TracedReplyStream(ReplyStream stream, ModelSpan span) {
        this.stream = stream;
        this.span = span;
    }

    @Override
    public ReplyChunk next() throws InterruptedException {
        ReplyChunk chunk = awaited();
        switch (chunk) {
            case TextDelta ignored -> {
                if (!speaks) {
                    speaks = true;
                    span.speaks();
                }
            }
            case Completed end -> span.completed(end, stream.model());
            case Cancelled() -> span.closed();
            case Failed(var failure) -> span.failed(Names.of(failure.kind()));
        }
        return chunk;
    }

    private ReplyChunk awaited() throws InterruptedException {
        try {
            return stream.next();
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
        }
    }

    @Override
    public Optional<String> model() {
        return stream.model();
    }

    @Override
    public void close() {
        span.closed();
        stream.close();
    }
}
