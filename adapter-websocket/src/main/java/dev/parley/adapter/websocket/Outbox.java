package dev.parley.adapter.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The answers that wait for the writer, bounded in bytes. Events are not here: they wait in the feed. Thread-safe. */
final class Outbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<String> waiting = new ArrayDeque<>();
    private final int largest;
    private int bytes;

    Outbox(int largest) {
        this.largest = largest;
    }

    /** Adds a frame; false if there is no room for it. */
    boolean offer(String frame) {
        int size = sizeOf(frame);
        lock.lock();
        try {
            if (bytes + size > largest) {
                return false;
            }
            bytes += size;
            return waiting.add(frame);
        } finally {
            lock.unlock();
        }
    }

    /** The frame that waits longest; null if none does. */
    @Nullable
    String poll() {
        lock.lock();
        try {
            String frame = waiting.poll();
            if (frame != null) {
                bytes -= sizeOf(frame);
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** How much waits. */
    int bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private static int sizeOf(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8).length;
    }
}
