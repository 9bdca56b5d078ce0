package dev.parley.adapter.rest;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A model that says what the test tells it, when the test tells it. One reply after the other. */
final class ToldModel implements LanguageModel {

    private final BlockingQueue<ReplyChunk> told = new LinkedBlockingQueue<>();

    private volatile boolean gone;

    ToldModel says(String... pieces) {
        for (String piece : pieces) {
            told.add(new ReplyChunk.TextDelta(piece));
        }
        return this;
    }

    ToldModel ends() {
        told.add(new ReplyChunk.Completed(FinishReason.STOP, new TokenUsage(7, 3, false)));
        return this;
    }

    ToldModel fails(ModelFailure.Kind kind) {
        told.add(new ReplyChunk.Failed(ModelFailure.of(kind, "as the test wants it")));
        return this;
    }

    /** Says nothing more, ever. */
    void leaves() {
        gone = true;
    }

    @Override
    public ReplyStream reply(Prompt prompt) {
        return new Telling();
    }

    private final class Telling implements ReplyStream {

        private volatile boolean closed;

        @Override
        public ReplyChunk next() throws InterruptedException {
            while (!closed && !gone) {
                ReplyChunk chunk = told.poll(20, TimeUnit.MILLISECONDS);
                if (chunk != null) {
                    return chunk;
                }
            }
            return new ReplyChunk.Cancelled();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
