package dev.parley.adapter.redis;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.domain.message.Seq;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said to Redis of sessions, each once and as it was told last. What there is no room for is left out: Redis
 * knows less then, and nobody believes it without asking the store. Thread-safe.
 */
final class WaitingSessions implements AutoCloseable {

    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingToSay = lock.newCondition();
    private final Map<SessionKey, Word> words = new LinkedHashMap<>();
    private long bytes;
    private boolean closed;

    /**
     * What is to be said of a session.
     *
     * @param head the event it was at
     * @param snapshot the session then; null if only nothing from before it counts any more
     */
    record Word(SessionKey key, Seq head, @Nullable SessionSnapshot snapshot) {

        private static final int BYTES_OF_ANY = 256;

        private int weight() {
            return BYTES_OF_ANY + (snapshot == null ? 0 : snapshot.weight());
        }

        private boolean isOlderThan(Word other) {
            int order = head.compareTo(other.head);
            return order < 0 || (order == 0 && tellsLessThan(other));
        }

        private boolean tellsLessThan(Word other) {
            return other.snapshot != null && (snapshot == null || other.snapshot.tellsMoreThan(snapshot));
        }

        /** The event its header is from; 0 if there is none. */
        long headerSeq() {
            return snapshot == null ? 0 : snapshot.header().lastSeq().value();
        }

        /** How many messages it has. */
        int messages() {
            return snapshot == null ? 0 : snapshot.newest().size();
        }
    }

    /** @param mostBytes about how much may wait */
    WaitingSessions(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes a word in, or leaves it out. Does not block. */
    void add(Word word) {
        lock.lock();
        try {
            Word before = words.get(word.key());
            long more = (long) word.weight() - (before == null ? 0 : before.weight());
            if (before != null && !before.isOlderThan(word)) {
                return;
            }
            if (bytes + more <= mostBytes) {
                words.put(word.key(), word);
                bytes += more;
                somethingToSay.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for words and takes them out, the oldest first; empty when none will come any more. */
    List<Word> await(int atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (words.isEmpty() && !closed) {
                somethingToSay.await();
            }
            List<Word> taken = new ArrayList<>();
            Iterator<Word> oldest = words.values().iterator();
            while (taken.size() < atMost && oldest.hasNext()) {
                Word word = oldest.next();
                taken.add(word);
                bytes -= word.weight();
                oldest.remove();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits. */
    void clear() {
        lock.lock();
        try {
            words.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Lets those go who wait for words, once there are none. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            somethingToSay.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
