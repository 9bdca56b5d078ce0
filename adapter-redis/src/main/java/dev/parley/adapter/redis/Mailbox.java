package dev.parley.adapter.redis;

import dev.parley.application.port.out.Listening;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener and what waits for it. It is called on a virtual thread of its own while something waits, so that it can
 * harm nobody, whatever it does. What does not fit is left out: what is said may get lost.
 *
 * @param <T> what it is told
 */
final class Mailbox<T> implements Listening {

    static final int CAPACITY = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final Consumer<T> listener;
    private final Consumer<Mailbox<T>> onClose;
    private volatile boolean closed;

    Mailbox(Consumer<T> listener, Consumer<Mailbox<T>> onClose) {
        this.listener = listener;
        this.onClose = onClose;
    }

    /** Puts something in. From any thread; does not block. */
    void put(T what) {
        if (!closed && waiting.offer(what)) {
            deliverSoon();
        }
    }

    private void deliverSoon() {
        if (delivering.compareAndSet(false, true)) {
            Thread.ofVirtual().name("redis-listener").start(this::deliver);
        }
    }

    private void deliver() {
        for (T next = waiting.poll(); next != null && !closed; next = waiting.poll()) {
            tell(next);
        }
        delivering.set(false);
        if (!waiting.isEmpty() && !closed) {
            deliverSoon();
        }
    }

    private void tell(T what) {
        try {
            listener.accept(what);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on {}", what.getClass().getSimpleName(), e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waiting.clear();
            onClose.accept(this);
        }
    }
}
