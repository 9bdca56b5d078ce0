package dev.parley.adapter.websocket;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection was told that its caller's cursors are. What the client asked for is answered; what the feed tells
 * of the same move would be that answer once more, and is not told. Cursors only grow. Thread-safe.
 */
final class Receipts {

    private final ReentrantLock lock = new ReentrantLock();
    private int asking;
    private long delivered;
    private long read;
    private long toldDelivered;
    private long toldRead;

    /** The client asks for a move, and is owed an answer: {@link #answered} or {@link #refused}. */
    void ask() {
        lock.lock();
        try {
            asking++;
        } finally {
            lock.unlock();
        }
    }

    /** The answer to a move. If others moved on meanwhile, it says so too. */
    ServerFrame.Receipt answered(long deliveredUpTo, long readUpTo) {
        lock.lock();
        try {
            asking--;
            reach(deliveredUpTo, readUpTo);
            return told();
        } finally {
            lock.unlock();
        }
    }

    /** The move came to nothing: what was left to its answer meanwhile; null if nothing was. */
    ServerFrame.@Nullable Receipt refused() {
        lock.lock();
        try {
            asking--;
            return isUntold() ? told() : null;
        } finally {
            lock.unlock();
        }
    }

    /** The feed tells of a move: whether the client must be told by a frame of its own, and not by an answer. */
    boolean isNews(long deliveredUpTo, long readUpTo) {
        lock.lock();
        try {
            reach(deliveredUpTo, readUpTo);
            return asking == 0 && isUntold();
        } finally {
            lock.unlock();
        }
    }

    /** Where they are, which counts as told from now on. */
    ServerFrame.Receipt tell() {
        lock.lock();
        try {
            return told();
        } finally {
            lock.unlock();
        }
    }

    private boolean isUntold() {
        return delivered > toldDelivered || read > toldRead;
    }

    private void reach(long deliveredUpTo, long readUpTo) {
        delivered = Math.max(delivered, deliveredUpTo);
        read = Math.max(read, readUpTo);
    }

    private ServerFrame.Receipt told() {
        toldDelivered = delivered;
        toldRead = read;
        return new ServerFrame.Receipt(delivered, read);
    }
}
