package dev.parley.adapter.websocket;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one thread. Many signals before it looks are one. Raising never blocks, from any thread, and may come before
 * anybody waits.
 */
final class Signal {

    private final AtomicBoolean raised = new AtomicBoolean();
    private volatile @Nullable Thread waiting;

    void raise() {
        if (!raised.getAndSet(true)) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits until it was raised since the last time. Always the same thread. */
    void await() {
        waiting = Thread.currentThread();
        while (!raised.getAndSet(false)) {
            LockSupport.park(this);
        }
    }
}
