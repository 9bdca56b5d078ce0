package dev.parley.application.usecase;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.ModelParameters;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.prompt.PromptMessage;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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

    /** An answer that is there at once. */
    static ReplyStream saying(String text) {
        var talk = new Talk(
                new Prompt(List.of(new PromptMessage(PromptMessage.Role.USER, "?")), ModelParameters.STANDARD));
        talk.say(text).end();
        return talk;
    }

    /** The next one who asked; null if there is none now. */
    @Nullable
    Talk askedAlready() {
        return talks.poll();
    }

    /** Waits a short time; null if nobody asked. */
    @Nullable
    Talk askedWithin(Duration time) throws InterruptedException {
        return talks.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean nobodyAsks() {
        return talks.isEmpty();
    }

    /** One question and what the test answers. */
    static final class Talk implements ReplyStream {

        private final Prompt prompt;
        private final BlockingQueue<ReplyChunk> chunks = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger waits = new AtomicInteger();

        private Talk(Prompt prompt) {
            this.prompt = prompt;
        }

        Prompt prompt() {
            return prompt;
        }

        /** Waits until somebody closes it. */
        void awaitClosed() throws InterruptedException {
            if (!closed.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody closed the stream");
            }
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

        /** How many chunks somebody has taken and dealt with, so that it waits for the next. */
        int dealtWith() {
            return waits.get() - 1;
        }

        @Override
        public ReplyChunk next() throws InterruptedException {
            waits.incrementAndGet();
            return chunks.take();
        }

        @Override
        public void close() {
            closed.countDown();
            chunks.add(new ReplyChunk.Cancelled());
        }
    }
}
