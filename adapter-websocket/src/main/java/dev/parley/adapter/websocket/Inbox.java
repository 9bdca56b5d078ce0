package dev.parley.adapter.websocket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and nobody has handled yet, in order. When it is full the reading side stops reading, so that
 * TCP slows the client down; what was read until then is kept. Thread-safe.
 */
final class Inbox {

    private static final int MOST_FRAMES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Inbound> waiting = new ArrayDeque<>();
    private final int largest;
    private int size;
    private boolean closed;
    private @Nullable Runnable onRoom;

    Inbox(int largest) {
        this.largest = largest;
    }

    /** A frame as it came. */
    sealed interface Inbound {

        /** Text. */
        record Text(String text) implements Inbound {

            /** It may hold a token, or what somebody said. */
            @Override
            public String toString() {
                return "Text[…]";
            }
        }

        /** Bytes; their content does not matter. */
        record Binary() implements Inbound {}
    }

    void put(Inbound inbound) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(inbound);
                size += sizeOf(inbound);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return !closed && isAbove(MOST_FRAMES, largest);
        } finally {
            lock.unlock();
        }
    }

    /** Calls back once: now if there is room, else from the thread that makes room or closes the inbox. */
    void whenRoom(Runnable callback) {
        Runnable room = null;
        lock.lock();
        try {
            onRoom = callback;
            if (closed || !isAbove(MOST_FRAMES, largest)) {
                room = takeOnRoom();
            }
        } finally {
            lock.unlock();
        }
        run(room);
    }

    /** Waits for the next frame; null if the inbox is closed. */
    @Nullable
    Inbound take() {
        Inbound next;
        Runnable room;
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            next = closed ? null : waiting.remove();
            size -= next == null ? 0 : sizeOf(next);
            room = isAbove(MOST_FRAMES / 2, largest / 2) ? null : takeOnRoom();
        } finally {
            lock.unlock();
        }
        run(room);
        return next;
    }

    /** How much waits, in characters. */
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits and takes nothing more. Idempotent. */
    void close() {
        Runnable room;
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            size = 0;
            changed.signalAll();
            room = takeOnRoom();
        } finally {
            lock.unlock();
        }
        run(room);
    }

    private boolean isAbove(int frames, int characters) {
        return waiting.size() >= frames || size >= characters;
    }

    private @Nullable Runnable takeOnRoom() {
        Runnable taken = onRoom;
        onRoom = null;
        return taken;
    }

    private static void run(@Nullable Runnable room) {
        if (room != null) {
            room.run();
        }
    }

    private static int sizeOf(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Text(String text) -> text.length();
            case Inbound.Binary() -> 1;
        };
    }
}
