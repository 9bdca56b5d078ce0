package dev.parley.adapter.websocket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The sockets that are open now. Thread-safe. */
final class OpenSockets {

    private final Set<OpenSocket> all = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private volatile boolean draining;

    void add(OpenSocket socket) {
        all.add(socket);
        if (draining) {
            socket.chat().drain();
        }
    }

    void remove(OpenSocket socket) {
        lock.lock();
        try {
            all.remove(socket);
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long sum(ToLongFunction<OpenSocket> quantity) {
        return all.stream().mapToLong(quantity).sum();
    }

    void forEach(Consumer<OpenSocket> action) {
        all.forEach(action);
    }

    boolean isDraining() {
        return draining;
    }

    /** Asks everybody to come back later. */
    void drain() {
        refuseNew();
        forEach(socket -> socket.chat().drain());
    }

    /** Lets nobody in any more; who is just coming in is asked to come back later. */
    void refuseNew() {
        draining = true;
    }

    /** Waits until there are none; false if some are left. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!all.isEmpty() && left > 0) {
                left = fewer.awaitNanos(left);
            }
            return all.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
