package dev.parley.application.usecase;

import dev.parley.application.port.out.ReplyLog;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Writes one text into one attempt after the other: each gets all that was written before, and goes on from there. */
final class MovableRecorder implements ReplyLog.Recorder {

    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder text = new StringBuilder();
    private ReplyLog.Recorder attempt;

    MovableRecorder(ReplyLog.Recorder attempt) {
        this.attempt = attempt;
    }

    @Override
    public boolean append(String piece) {
        lock.lock();
        try {
            if (!attempt.append(piece)) {
                return false;
            }
            text.append(piece);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on it is another attempt's text. If that was overtaken already, the next piece is refused.
     *
     * @param beginning begins it; no piece comes between its beginning, which overtakes the one before, and all of the text
     */
    void moveTo(Supplier<ReplyLog.Recorder> beginning) {
        lock.lock();
        try {
            ReplyLog.Recorder next = beginning.get();
            if (!text.isEmpty()) {
                next.append(text.toString());
            }
            attempt.end();
            attempt = next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        lock.lock();
        try {
            attempt.end();
        } finally {
            lock.unlock();
        }
    }
}
