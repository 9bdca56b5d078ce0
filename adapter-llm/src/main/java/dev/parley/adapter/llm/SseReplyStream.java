package dev.parley.adapter.llm;

import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.reply.ReplyChunk;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A reply read from its connection by the thread that asks for chunks. Buffers of a body are not for two threads, so
 * whoever closes while another reads only cancels the call, and the reader frees it.
 */
final class SseReplyStream implements ReplyStream {

    private enum Life {
        /** Nobody reads. */
        IDLE,
        /** A thread is in {@link #next()}. */
        READING,
        /** A thread is in {@link #next()}, and it was closed meanwhile. */
        CLOSED_WHILE_READING,
        /** The answer is complete; the connection can serve another. */
        COMPLETE,
        /** All is freed. */
        CLOSED
    }

    private final Exchange exchange;
    private final AnswerReader reader;
    private final Answer answer;
    private final ProviderCalls calls;
    private final CallLimits limits;
    private final AtomicReference<Life> life = new AtomicReference<>(Life.IDLE);
    private boolean ended;

    SseReplyStream(Exchange exchange, AnswerReader reader, Answer answer, ProviderCalls calls, CallLimits limits) {
        this.exchange = exchange;
        this.reader = reader;
        this.answer = answer;
        this.calls = calls;
        this.limits = limits;
    }

    @Override
    public ReplyChunk next() throws InterruptedException {
        if (ended) {
            throw new NoSuchElementException("the end of the reply was already returned");
        }
        ReplyChunk chunk = life.compareAndSet(Life.IDLE, Life.READING) ? readOnce() : new ReplyChunk.Cancelled();
        ended = chunk instanceof ReplyChunk.End;
        return chunk;
    }

    @Override
    public void close() {
        Life before = life.getAndUpdate(SseReplyStream::closed);
        switch (before) {
            case READING -> exchange.cancel();
            case IDLE -> breakOff();
            case COMPLETE -> exchange.free();
            case CLOSED_WHILE_READING, CLOSED -> {}
        }
    }

    private static Life closed(Life life) {
        return switch (life) {
            case READING, CLOSED_WHILE_READING -> Life.CLOSED_WHILE_READING;
            case IDLE, COMPLETE, CLOSED -> Life.CLOSED;
        };
    }

    private ReplyChunk readOnce() throws InterruptedException {
        ReplyChunk chunk;
        try {
            chunk = read();
        } catch (InterruptedException | RuntimeException e) {
            leave(Life.CLOSED);
            throw e;
        }
        boolean stillOpen = leave(after(chunk));
        return stillOpen || chunk instanceof ReplyChunk.End ? chunk : new ReplyChunk.Cancelled();
    }

    private static Life after(ReplyChunk chunk) {
        return switch (chunk) {
            case ReplyChunk.TextDelta ignored -> Life.IDLE;
            case ReplyChunk.Completed ignored -> Life.COMPLETE;
            case ReplyChunk.Cancelled ignored -> Life.CLOSED;
            case ReplyChunk.Failed ignored -> Life.CLOSED;
        };
    }

    /** Whether it was not closed meanwhile. */
    private boolean leave(Life after) {
        boolean stillOpen = life.compareAndSet(Life.READING, after);
        if (!stillOpen) {
            life.set(Life.CLOSED);
        }
        if (!stillOpen || after == Life.CLOSED) {
            breakOff();
        }
        return stillOpen;
    }

    private void breakOff() {
        exchange.cancel();
        exchange.free();
    }

    private ReplyChunk read() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        limits.asked();
        try {
            ReplyChunk told = step();
            while (told == null) {
                told = step();
            }
            return told;
        } catch (IOException e) {
            return broken(e);
        }
    }

    /** Reads on by one part; null if it holds nothing for the reader. */
    private @Nullable ReplyChunk step() throws IOException {
        AnswerPart part = reader.next();
        ReplyChunk told = answer.accept(part);
        if (part instanceof Chunk chunk && chunk.isProgress()) {
            if (answer.isFinished()) {
                limits.lastWords();
            } else {
                limits.heard();
            }
        }
        return told;
    }

    private ReplyChunk broken(IOException trouble) throws InterruptedException {
        if (life.get() == Life.CLOSED_WHILE_READING) {
            return new ReplyChunk.Cancelled();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return answer.isFinished() ? answer.endOfBody() : new ReplyChunk.Failed(calls.failure(trouble, limits));
    }
}
