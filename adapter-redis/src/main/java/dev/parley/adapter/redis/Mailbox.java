package dev.parley.adapter.redis;

import dev.parley.application.port.out.Announcement;
import dev.parley.application.port.out.Listening;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener and what waits for it. It is called on a virtual thread of its own while something waits, so that it can
 * harm nobody, whatever it does. What does not fit is left out: announcements may get lost.
 */
final class Mailbox implements Listening {

    static final int CAPACITY = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final BlockingQueue<Announcement> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final Consumer<Announcement> listener;
    private final Consumer<Mailbox> onClose;
    private volatile boolean closed;

    Mailbox(Consumer<Announcement> listener, Consumer<Mailbox> onClose) {
        this.listener = listener;
        this.onClose = onClose;
    }

    /** Puts an announcement in. From any thread; does not block. */
    void put(Announcement announcement) {
        if (!closed && waiting.offer(announcement)) {
            deliverSoon();
        }
    }

    private void deliverSoon() {
        if (delivering.compareAndSet(false, true)) {
            Thread.ofVirtual().name("redis-listener").start(this::deliver);
        }
    }

    private void deliver() {
        for (Announcement next = waiting.poll(); next != null && !closed; next = waiting.poll()) {
            tell(next);
        }
        delivering.set(false);
        if (!waiting.isEmpty() && !closed) {
            deliverSoon();
        }
    }

    private void tell(Announcement announcement) {
        try {
            listener.accept(announcement);
        } catch (RuntimeException e) {
            LOG.warn(
                    "A listener failed on an announcement of session {}",
                    announcement.key().session(),
                    e);
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
