package dev.parley.application.usecase;

import dev.parley.application.port.out.ReplyLog;
import java.util.concurrent.locks.ReentrantLock;

/** The text a run has released so far: what readers were told and what will be stored are one. Read from any thread. */
final class Draft {

    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder text = new StringBuilder();
    private boolean sealed;

    /** Records a piece and keeps it, or neither: false if the draft is sealed or the recorder refuses. */
    boolean append(String released, ReplyLog.Recorder recorder) {
        lock.lock();
        try {
            if (sealed || !recorder.append(released)) {
                return false;
            }
            text.append(released);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is added from now on. */
    void seal() {
        lock.lock();
        try {
            sealed = true;
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
