package dev.parley.application.fake;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ReplyChunk;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/** Plays one script. Read by one thread, closed by any. */
final class ScriptedReplyStream implements ReplyStream {

    private final Iterator<ReplyScript.Step> steps;
    private final ReplyChunk standardEnd;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Runnable whenClosed;
    private boolean ended;

    ScriptedReplyStream(ReplyScript script, Runnable whenClosed) {
        this.steps = script.steps().iterator();
        this.standardEnd = script.standardEnd();
        this.whenClosed = whenClosed;
    }

    @Override
    public ReplyChunk next() throws InterruptedException {
        if (ended) {
            throw new NoSuchElementException("the answer has ended");
        }
        ReplyChunk chunk = play();
        ended = chunk instanceof ReplyChunk.End;
        return chunk;
    }

    @Override
    public void close() {
        if (closed.complete(null)) {
            whenClosed.run();
        }
    }

    private ReplyChunk play() throws InterruptedException {
        while (!closed.isDone()) {
            switch (steps.hasNext() ? steps.next() : new ReplyScript.Give(standardEnd)) {
                case ReplyScript.Give give -> {
                    return give.chunk();
                }
                case ReplyScript.Wait wait -> wait.gate().pass(closed);
                case ReplyScript.Refuse ignored ->
                    throw new IllegalStateException("a script that refuses has no other steps");
            }
        }
        return new ReplyChunk.Cancelled();
    }
}
