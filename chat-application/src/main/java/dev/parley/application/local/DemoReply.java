package dev.parley.application.local;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.FinishReason;
import dev.parley.domain.reply.ReplyChunk;
import dev.parley.domain.reply.TokenUsage;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives an answer token by token, with a pause before each that ends at once when the reply is closed. */
final class DemoReply implements ReplyStream {

    private final DemoTokens tokens;
    private final int promptTokens;
    private final long pauseNanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean ended;

    DemoReply(DemoTokens tokens, int promptTokens, long pauseNanos) {
        this.tokens = tokens;
        this.promptTokens = promptTokens;
        this.pauseNanos = pauseNanos;
    }

    @Override
    public ReplyChunk next() throws InterruptedException {
        if (ended) {
            throw new NoSuchElementException("the answer has ended");
        }
        if (closed.await(pauseNanos, TimeUnit.NANOSECONDS)) {
            ended = true;
            return new ReplyChunk.Cancelled();
        }
        String token = tokens.next();
        ended = token == null;
        return token == null ? completed() : new ReplyChunk.TextDelta(token);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private ReplyChunk completed() {
        return new ReplyChunk.Completed(
                tokens.whole() ? FinishReason.STOP : FinishReason.LENGTH,
                new TokenUsage(promptTokens, tokens.given(), true));
    }
}
