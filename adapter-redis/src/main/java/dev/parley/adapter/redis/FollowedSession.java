package dev.parley.adapter.redis;

import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.ReplyLog.Recorder;
import dev.parley.application.port.out.RunningReply;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.Vault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session somebody reads on this node. What another node writes in it is written into the log of this node, by offset:
 * an overlap is dropped, and where something is missing all of it is read from Redis. Thread-safe; nothing here blocks but
 * {@link #fetchKey} and {@link #awaitRead}.
 */
final class FollowedSession {

    private final SessionKey key;
    private final ReplyLog near;
    private final String node;
    private final ReplySeal seal;
    private final WriterContact writer;
    private final Runnable readSoon;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final CountDownLatch read = new CountDownLatch(1);

    /** What another node is writing, as far as it is known here. Guarded by the lock, like the two below. */
    private @Nullable RunningReply reply;

    private @Nullable Recorder recorder;
    private int length;
    private volatile boolean closed;
    private volatile long heardAt = System.nanoTime();

    /** Guarded by the log's lock. */
    private int readers;

    /**
     * A session nobody reads yet.
     *
     * @param near where what other nodes write is written, too
     * @param node this one; what it says itself does not count
     * @param writer tells whoever writes of this node
     * @param readSoon told when this session should be read from Redis
     */
    FollowedSession(
            SessionKey key, ReplyLog near, String node, ReplySeal seal, WriterContact writer, Runnable readSoon) {
        this.key = key;
        this.near = near;
        this.node = node;
        this.seal = seal;
        this.writer = writer;
        this.readSoon = readSoon;
    }

    /** What Redis says is being written; the text from where this node is, as {@code end, text} pairs. */
    record Snapshot(RunningReply reply, String node, List<Piece> pieces) {}

    /** A piece of text, perhaps sealed, that ends at an offset. */
    record Piece(int end, String text) {}

    /** What is known here already: what is read need not be read again. */
    record Known(String reply, int attempt, int length) {}

    SessionKey key() {
        return key;
    }

    /** One more reader; says whether it is the first. Called under the log's lock. */
    boolean join() {
        readers++;
        return readers == 1;
    }

    /** One reader less; says whether it was the last. Called under the log's lock. */
    boolean leave() {
        readers--;
        return readers == 0;
    }

    /** Says that it waits to be read; false if it does already. */
    boolean beginsToWait() {
        return !closed && waiting.compareAndSet(false, true);
    }

    /** Whatever happens from now on makes it wait again. To be called before it is read. */
    void waitsNoMore() {
        waiting.set(false);
    }

    /** Whether something is being written of which nothing was heard for so long. */
    boolean isSilentFor(Duration time) {
        return isWritten() && System.nanoTime() - heardAt > time.toNanos();
    }

    private boolean isWritten() {
        lock.lock();
        try {
            return recorder != null;
        } finally {
            lock.unlock();
        }
    }

    /** Another node says something to all who listen. On the thread that listens. */
    void heard(ReplyNote note) {
        heard(note, this::tellWriter);
    }

    /** Another node says something to this one alone. On the thread that listens. */
    void heardAlone(ReplyNote note) {
        heard(note, same -> {});
    }

    private void heard(ReplyNote note, Consumer<ReplyNote> then) {
        if (note.node().equals(node)) {
            return;
        }
        lock.lock();
        try {
            heardAt = System.nanoTime();
            take(note);
            then.accept(note);
        } catch (Vault.KeyNotAtHand e) {
            readSoon.run();
        } finally {
            lock.unlock();
        }
    }

    private void take(ReplyNote note) {
        switch (note.kind()) {
            case BEGIN -> begin(AboutJson.toReply(key, note.reply(), note.attempt(), note.body()));
            case TEXT -> add(note);
            case LIVE -> addIfNext(note);
            case END -> end(note);
            case FOLLOW -> {} // is for those who write
        }
    }

    private void add(ReplyNote note) {
        if (!isOf(note) || !place(note.end(), note.body())) {
            readSoon.run();
        }
    }

    /** What is missing before it is not in Redis yet: the writer is asked for it, and it is read when that is said. */
    private void addIfNext(ReplyNote note) {
        RunningReply known = reply;
        if (known != null && isOf(note) && !place(note.end(), note.body())) {
            writer.mayLack(note.node(), known, length);
        }
    }

    private void tellWriter(ReplyNote note) {
        RunningReply known = reply;
        if (known != null && isOf(note)) {
            switch (note.kind()) {
                case TEXT -> writer.heardFromRedis(note.node(), known, length);
                case LIVE -> writer.heardWithAll(note.node(), known, length);
                case BEGIN, END, FOLLOW -> {} // it is told of with the first text
            }
        }
    }

    private void end(ReplyNote note) {
        if (isOf(note)) {
            endWritten();
        }
    }

    private boolean isOf(ReplyNote note) {
        RunningReply known = reply;
        return known != null && note.isOf(known);
    }

    private void begin(RunningReply begun) {
        if (begun.equals(reply) || closed) {
            return;
        }
        endWritten();
        reply = begun;
        recorder = near.begin(begun);
        length = 0;
        writer.begin();
    }

    /** Adds what of a piece is new; false if something before it is missing. */
    private boolean place(int end, String sealed) {
        RunningReply known = reply;
        Recorder writing = recorder;
        if (known == null || writing == null || end <= length) {
            return true;
        }
        String text = seal.open(key, known.reply(), sealed);
        int start = end - text.length();
        if (start > length) {
            return false;
        }
        if (writing.append(text.substring(length - start))) {
            length = end;
        } else {
            forget(); // this node writes a later attempt itself
        }
        return true;
    }

    private void endWritten() {
        Recorder writing = recorder;
        forget();
        if (writing != null) {
            writing.end();
        }
    }

    private void forget() {
        reply = null;
        recorder = null;
        length = 0;
    }

    Known known() {
        lock.lock();
        try {
            RunningReply present = reply;
            return present == null
                    ? new Known("", 0, 0)
                    : new Known(present.reply().toString(), present.attempt(), length);
        } finally {
            lock.unlock();
        }
    }

    /** Redis was read. {@code null}: nothing is being written. */
    void read(@Nullable Snapshot snapshot) {
        lock.lock();
        try {
            heardAt = System.nanoTime();
            if (snapshot == null || snapshot.node().equals(node)) {
                endWritten();
            } else {
                begin(snapshot.reply());
                snapshot.pieces().forEach(piece -> place(piece.end(), piece.text()));
                writer.mayLack(snapshot.node(), snapshot.reply(), length);
            }
        } finally {
            lock.unlock();
        }
        read.countDown();
    }

    /** Has at hand what is needed to open texts. Blocks. */
    void fetchKey() {
        seal.fetch(key);
    }

    /** Waits until it was read once; not for ever. */
    void awaitRead(Duration atMost) {
        try {
            boolean unused = read.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody reads it any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            endWritten();
        } finally {
            lock.unlock();
        }
    }
}
