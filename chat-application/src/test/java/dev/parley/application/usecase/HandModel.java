package dev.parley.application.usecase;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A model whose every chunk is given by the test's hand. */
final class HandModel implements LanguageModel {

    private final BlockingQueue<Talk> talks = new LinkedBlockingQueue<>();

    @Override
    public ReplyStream reply(Prompt prompt) {
        var talk = new Talk(prompt);
        talks.add(talk);
        return talk;
    }

    /** Waits until somebody asks. */
    Talk asked() throws InterruptedException {
        Talk talk = talks.poll(20, TimeUnit.SECONDS);
        if (talk == null) {
            throw new AssertionError("nobody asked the model");
        }
        return talk;
    }

    boolean nobodyAsks() {
        return talks.isEmpty();
    }

    /** One question and what the test answers. */
    static final class Talk implements ReplyStream {

        private final Prompt prompt;
        private final BlockingQueue<ReplyChunk> chunks = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        private Talk(Prompt prompt) {
            this.prompt = prompt;
        }

        Prompt prompt() {
            return prompt;
        }

        boolean closed() {
            return closed;
        }

        Talk say(String... pieces) {
            for (String piece : pieces) {
                chunks.add(new ReplyChunk.TextDelta(piece));
            }
            return this;
        }

        void end() {
            chunks.add(new ReplyChunk.Completed(FinishReason.STOP, new TokenUsage(3, 5, false)));
        }

        void give(ReplyChunk chunk) {
            chunks.add(chunk);
        }

        @Override
        public ReplyChunk next() throws InterruptedException {
            return chunks.take();
        }

        @Override
        public void close() {
            closed = true;
            chunks.add(new ReplyChunk.Cancelled());
        }
    }
}
