package dev.parley.adapter.websocket;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ModelFailure;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A model that says what the test tells it to say. */
final class HandModel implements LanguageModel {

    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<Talk> talks = new LinkedBlockingQueue<>();

    @Override
    public ReplyStream reply(Prompt prompt) {
        Talk talk = new Talk();
        talks.add(talk);
        return talk;
    }

    /** The next question somebody asks. */
    Talk asked() throws InterruptedException {
        Talk talk = talks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (talk == null) {
            throw new AssertionError("nobody asked the model");
        }
        return talk;
    }

    /** One answer. */
    static final class Talk implements ReplyStream {

        private final BlockingQueue<ReplyChunk> chunks = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        Talk say(String... pieces) {
            for (String piece : pieces) {
                chunks.add(new ReplyChunk.TextDelta(piece));
            }
            return this;
        }

        void end() {
            chunks.add(new ReplyChunk.Completed(FinishReason.STOP, new TokenUsage(3, 5, false)));
        }

        void fail(ModelFailure.Kind kind) {
            chunks.add(new ReplyChunk.Failed(ModelFailure.of(kind, "told to")));
        }

        boolean awaitClosed() throws InterruptedException {
            return closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public ReplyChunk next() throws InterruptedException {
            return chunks.take();
        }

        @Override
        public void close() {
            closed.countDown();
            chunks.add(new ReplyChunk.Cancelled());
        }
    }
}
