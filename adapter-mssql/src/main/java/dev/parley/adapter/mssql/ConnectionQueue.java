package dev.parley.adapter.mssql;

import dev.parley.adapter.mssql.MssqlAdapter.Observer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A line before the pool: who came first gets a connection first. The pool alone lets newcomers overtake, so that a crowd on a
 * quick database made a few wait for longer than they may.
 *
 * <p>There are as many places at the pool as it has connections, so nobody waits in the pool but for a connection that is being
 * made. How patient a caller is counts from when the line last moved: it is for a database that gives nothing, not for one that
 * has a lot to do. When a caller waited at the pool for as long as he may while nobody got a connection, all in the line are told
 * so at once: in a line one learns no later of a database that is away.
 *
 * <p>The line ends: too many in it, or a wait of {@link #LONGEST} times the patience, and a caller is refused.
 *
 * <p>Thread-safe. A thread that has a connection and asks for another one can wait in vain, as at the pool itself.
 */
final class ConnectionQueue implements ConnectionFactory {

    /** In units of patience. Whoever asked is gone by then. */
    private static final int LONGEST = 6;

    /** For each connection. */
    private static final int MOST_WAITING = 1_000;

    private final ConnectionFactory pool;
    private final long patience;
    private final int mostWaiting;
    private final Observer observer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> line = new ArrayDeque<>();
    private int free;
    private volatile long moved = System.nanoTime();

    /** Somebody who waits. */
    private static final class Place {

        private final Condition changed;
        private final long since = System.nanoTime();
        private boolean served;
        private @Nullable SQLException refusal;

        private Place(Condition changed) {
            this.changed = changed;
        }
    }

    /**
     * @param size how many connections the pool has
     * @param patience how long to wait in a line that does not move
     */
    ConnectionQueue(ConnectionFactory pool, int size, Duration patience, Observer observer) {
        this(pool, size, patience, MOST_WAITING * size, observer);
    }

    /** @param mostWaiting how many may wait */
    ConnectionQueue(ConnectionFactory pool, int size, Duration patience, int mostWaiting, Observer observer) {
        this.pool = pool;
        this.free = size;
        this.patience = patience.toNanos();
        this.mostWaiting = mostWaiting;
        this.observer = observer;
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for its turn, and then for the pool. To be given back by {@link #closeConnection}, once. */
    @Override
    public Connection openConnection() throws SQLException {
        long begun = System.nanoTime();
        boolean served = false;
        try {
            enter();
            served = true;
        } finally {
            observer.waited(served, System.nanoTime() - begun);
        }
        return taken();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try {
            connection.close();
        } finally {
            leave();
        }
    }

    private Connection taken() throws SQLException {
        long asked = System.nanoTime();
        boolean got = false;
        try {
            Connection connection = pool.openConnection();
            moved = System.nanoTime();
            got = true;
            return connection;
        } catch (SQLTransientConnectionException timeout) {
            if (moved - asked < 0) {
                refuseAll(timeout);
            }
            throw timeout;
        } finally {
            if (!got) {
                leave();
            }
        }
    }

    private void enter() throws SQLException {
        lock.lock();
        try {
            if (free > 0) {
                free--;
            } else if (line.size() >= mostWaiting) {
                throw new SQLTransientConnectionException(line.size() + " calls wait for a connection already");
            } else {
                await(new Place(lock.newCondition()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Place place) throws SQLException {
        line.addLast(place);
        try {
            while (!place.served) {
                if (place.refusal != null) {
                    throw new SQLTransientConnectionException("nobody gets a connection", place.refusal);
                }
                long left = left(place);
                if (left <= 0) {
                    throw new SQLTransientConnectionException("it was nobody's turn for too long");
                }
                place.changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            if (place.served) {
                leave();
            }
            throw new SQLException("interrupted in the line for a connection", interrupted);
        } finally {
            line.remove(place);
        }
    }

    private long left(Place place) {
        long now = System.nanoTime();
        long still = now - Math.max(moved - place.since, 0) - place.since;
        return Math.min(patience - still, LONGEST * patience - (now - place.since));
    }

    /** The place goes to the one who has waited longest. */
    private void leave() {
        lock.lock();
        try {
            Place next = line.pollFirst();
            if (next == null) {
                free++;
            } else {
                next.served = true;
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseAll(SQLException why) {
        lock.lock();
        try {
            for (Place place : line) {
                place.refusal = why;
                place.changed.signal();
            }
            line.clear();
        } finally {
            lock.unlock();
        }
    }
}
