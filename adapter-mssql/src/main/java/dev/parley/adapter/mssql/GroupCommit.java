package dev.parley.adapter.mssql;

import java.sql.SQLException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits of many connections that share their way to the file: one of them writes what all have committed by then, while the
 * next ones gather. Who commits alone waits for one write, as without it.
 *
 * <p>When a commit returns, its changes are in the file, and so is all that its transaction saw of others: nobody tells what the
 * death of the process could take back. Thread-safe; nobody waits but for a commit or a write of others.
 */
final class GroupCommit {

    /** A commit, or a write. */
    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();

    /** The commits that have begun and are not in the file. */
    private final NavigableSet<Long> open = new TreeSet<>();

    private long last;
    private boolean writing;

    /** Why something that is committed may not be in the file though nobody waits for it: how the last write failed, if it did. */
    private @Nullable SQLException behind;

    private Batch gathering = new Batch();

    /** What goes to the file at once. */
    private static final class Batch {

        private int size;
        private boolean done;
        private @Nullable SQLException failure;
    }

    /** How many have committed and wait for the next write. */
    int gathered() {
        lock.lock();
        try {
            return gathering.size;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Commits changes. Blocks until they are in the file.
     *
     * @param commit makes them visible to others
     * @param write brings all that was committed before it began to the file
     * @throws SQLException if the commit fails, or the write does, whoever made it; then nobody knows whether they are in the file
     */
    void changed(Step commit, Step write) throws SQLException {
        long ticket = begin();
        try {
            commit.run();
            awaitWritten(write);
        } finally {
            end(ticket);
        }
    }

    /**
     * Ends a transaction that changed nothing. Blocks until all it can have seen is in the file.
     *
     * @throws SQLException if the commit fails, or something it can have seen did not get to the file: so it is with all that end after
     *     a write failed, until one succeeds
     */
    void unchanged(Step commit) throws SQLException {
        commit.run();
        lock.lock();
        try {
            long seen = last;
            while (!open.isEmpty() && open.first() <= seen) {
                written.awaitUninterruptibly();
            }
            throwIf(behind);
        } finally {
            lock.unlock();
        }
    }

    private long begin() {
        lock.lock();
        try {
            open.add(++last);
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void end(long ticket) {
        lock.lock();
        try {
            open.remove(ticket);
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitWritten(Step write) throws SQLException {
        lock.lock();
        try {
            Batch mine = gathering;
            mine.size++;
            while (!mine.done) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeAll(write);
                }
            }
            throwIf(mine.failure);
        } finally {
            lock.unlock();
        }
    }

    /** Each who is told gets an exception of his own, with the state and the code of the first. */
    private static void throwIf(@Nullable SQLException failure) throws SQLException {
        if (failure != null) {
            throw new SQLException(failure.getMessage(), failure.getSQLState(), failure.getErrorCode(), failure);
        }
    }

    private void writeAll(Step write) {
        Batch batch = gathering;
        gathering = new Batch();
        writing = true;
        batch.failure = failureOf(write);
        behind = batch.failure;
        batch.done = true;
        writing = false;
        written.signalAll();
    }

    /** Without the lock, so that others gather meanwhile. */
    private @Nullable SQLException failureOf(Step write) {
        lock.unlock();
        try {
            write.run();
            return null;
        } catch (SQLException e) {
            return e;
        } catch (RuntimeException | Error e) {
            return new SQLException("the database could not write", e);
        } finally {
            lock.lock();
        }
    }
}
