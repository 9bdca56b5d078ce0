package dev.parley.application.usecase;

import java.util.concurrent.locks.ReentrantLock;

/** The text a run has released so far. Written by one thread, read by others. */
final class Draft {

    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder text = new StringBuilder();

    void append(String released) {
        lock.lock();
        try {
            text.append(released);
        } finally {
            lock.unlock();
        }
    }

    int length() {
        lock.lock();
        try {
            return text.length();
        } finally {
            lock.unlock();
        }
    }

    String text() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }
}
