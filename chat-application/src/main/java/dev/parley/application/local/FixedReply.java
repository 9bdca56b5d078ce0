package dev.parley.application.local;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.memory.TokenEstimator;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * An answer whose pieces are known beforehand: for models that answer at once, in examples and in tests. Never waits. What
 * it cost is guessed.
 */
public final class FixedReply implements ReplyStream {

    private final Iterator<String> pieces;
    private final TokenUsage usage;
    private boolean ended;
    private volatile boolean closed;

    private FixedReply(List<String> pieces) {
        this.pieces = pieces.iterator();
        this.usage = new TokenUsage(0, TokenEstimator.CAUTIOUS.tokens(String.join("", pieces)), true);
    }

    /** An answer of these pieces; empty ones are left out. */
    public static FixedReply of(String... pieces) {
        return new FixedReply(
                List.of(pieces).stream().filter(piece -> !piece.isEmpty()).toList());
    }

    @Override
    public ReplyChunk next() {
        if (ended) {
            throw new NoSuchElementException("the answer has ended");
        }
        if (!closed && pieces.hasNext()) {
            return new ReplyChunk.TextDelta(pieces.next());
        }
        ended = true;
        return closed ? new ReplyChunk.Cancelled() : new ReplyChunk.Completed(FinishReason.STOP, usage);
    }

    @Override
    public void close() {
        closed = true;
    }
}
