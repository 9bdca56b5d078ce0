package dev.parley.application.usecase;

import dev.parley.application.port.out.LanguageModel;
import dev.parley.application.port.out.ReplyStream;
import dev.parley.domain.prompt.Prompt;
import dev.parley.domain.reply.ReplyChunk;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * One conversation with the model, which can be broken off from any thread at any moment: while the prompt is on its
 * way, while a chunk is awaited, before and after. The talking thread is interrupted only while it waits for the model.
 */
final class ModelTalk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelTalk.class);

    private static final Marker MODEL_CALL = MarkerFactory.getMarker("model-call");
    private static final Marker PERFORMANCE = MarkerFactory.getMarker("performance");

    /** Below it nothing is worth a line, whatever the log's own threshold. */
    private static final long SLOW_FROM_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier nanoClock;
    private long begunAt;
    private long firstTextAt = -1;
    private volatile @Nullable ReplyStream stream;
    private @Nullable Thread waiting;
    private boolean stopped;

    /** A talk that was not begun. */
    ModelTalk(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Waits for the model. */
    @FunctionalInterface
    private interface Wait<T> {
        T await() throws InterruptedException;
    }

    /** Begins. False if it was stopped meanwhile. */
    boolean begin(LanguageModel model, Prompt prompt) {
        begunAt = nanoClock.getAsLong();
        ReplyStream begun = waitFor(() -> model.reply(prompt));
        if (begun == null) {
            return false;
        }
        lock.lock();
        try {
            stream = begun;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** The next chunk; null if it was stopped. */
    @Nullable
    ReplyChunk next() {
        ReplyStream open = stream;
        if (open == null) {
            throw new IllegalStateException("the talk was not begun");
        }
        ReplyChunk chunk = waitFor(open::next);
        if (chunk != null) {
            note(chunk);
        }
        return chunk;
    }

    /** Times only; never a text. */
    private void note(ReplyChunk chunk) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - begunAt);
        if (firstTextAt < 0) {
            firstTextAt = millis;
            if (millis >= SLOW_FROM_MILLIS) {
                LOG.atWarn()
                        .addMarker(PERFORMANCE)
                        .addKeyValue("duration_ms", millis)
                        .log("the model took its time for the first piece");
            }
        }
        if (chunk instanceof ReplyChunk.End) {
            LOG.atDebug()
                    .addMarker(MODEL_CALL)
                    .addKeyValue("duration_ms", millis)
                    .addKeyValue("first_piece_ms", firstTextAt)
                    .addKeyValue("end", chunk.getClass().getSimpleName())
                    .log("the model was asked and has ended");
        }
    }

    private <T> @Nullable T waitFor(Wait<T> wait) {
        if (!enter()) {
            return null;
        }
        try {
            return wait.await();
        } catch (InterruptedException e) {
            return null;
        } finally {
            leave();
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            waiting = Thread.currentThread();
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            waiting = null;
            if (stopped) {
                // Ours, set by stop(): it must not reach what this thread does next.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Breaks off: closes the stream, and interrupts who still waits. From any thread, any number of times. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        close();
        lock.lock();
        try {
            if (waiting != null) {
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who answers, if it has begun and that is known. */
    Optional<String> model() {
        ReplyStream open = stream;
        return open == null ? Optional.empty() : open.model();
    }

    /** Closes the stream, if there is one. Its trouble with that is nobody else's. */
    @Override
    public void close() {
        ReplyStream open = stream;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (RuntimeException e) {
            LOG.warn("a model's stream could not be closed", e);
        }
    }
}
