package dev.parley.adapter.mssql;

import dev.parley.application.port.out.StoreException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** The one place that knows what the databases' errors mean. Standard SQLStates come first, vendors' numbers second. */
final class SqlFailures {

    /** What may be done about it. */
    enum Kind {
        /** A row with this key is there already, or a constraint was broken: look again. */
        CONSTRAINT,
        /** Somebody else was in the way; the transaction is gone and may be tried anew. */
        CONTENTION,
        /** The database can't be reached, or took too long. */
        UNAVAILABLE,
        /** It will not get better. */
        BROKEN
    }

    /** SQL Server: deadlock, lock timeout, snapshot conflicts. H2: deadlock, lock timeout, concurrent change. */
    private static final Set<Integer> CONTENTION = Set.of(1205, 1222, 3960, 3961, 40001, 50200, 90131);

    /** Somebody else held a row for longer than a statement may wait: SQL Server, H2. */
    private static final Set<Integer> LOCK_TIMEOUT = Set.of(1222, 50200);

    /** SQL Server: duplicate key, duplicate key in a unique index. H2: duplicate key. */
    private static final Set<Integer> DUPLICATE = Set.of(2627, 2601, 23505);

    /** H2: a statement that took too long, or was cancelled; its connection is as good as before. */
    private static final int CANCELLED = 57014;

    /**
     * SQL Server: server is shutting down, database offline or in transition, broken network, Azure's transient errors.
     * H2: file locked, broken connection, database closed, cancelled statement, failed file.
     */
    private static final Set<Integer> UNAVAILABLE = Set.of(
            596, 921, 922, 927, 942, 4060, 6005, 10053, 10054, 10060, 10928, 10929, 40197, 40501, 40613, 90007, 90020,
            90028, 90031, 90067, 90098, 90121, 90135, CANCELLED);

    private SqlFailures() {}

    static Kind kindOf(Throwable failure) {
        SQLException cause = sqlException(failure);
        Kind kind = cause == null ? Kind.BROKEN : kindOf(cause);
        // The pool had no connection for us, or is closed: it says so in words only.
        return kind == Kind.BROKEN && failure instanceof ConnectionException ? Kind.UNAVAILABLE : kind;
    }

    /** Whether a statement waited for a row as long as it may, and in vain. */
    static boolean isLockTimeout(Throwable failure) {
        SQLException cause = sqlException(failure);
        return cause != null && LOCK_TIMEOUT.contains(cause.getErrorCode());
    }

    /** Whether a database said something, rather than a library by itself. */
    static boolean isOfSql(Throwable failure) {
        return sqlException(failure) != null;
    }

    /**
     * Whether the connection it came from is of no more use. A pool that only knows states of class 08 would hand out
     * H2's broken connections again and again.
     */
    static boolean endsConnection(SQLException failure) {
        return kindOf(failure) == Kind.UNAVAILABLE
                && !(failure instanceof SQLTimeoutException)
                && failure.getErrorCode() != CANCELLED;
    }

    /** What a caller of a port is told. */
    static StoreException translated(String what, Throwable failure) {
        String message = what + " failed: " + summary(failure);
        return switch (kindOf(failure)) {
            case CONTENTION, UNAVAILABLE -> new StoreException.Unavailable(message, failure);
            case CONSTRAINT, BROKEN -> new StoreException.Broken(message, failure);
        };
    }

    private static Kind kindOf(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        int code = failure.getErrorCode();
        if (state.startsWith("40") || CONTENTION.contains(code)) {
            return Kind.CONTENTION;
        }
        if (state.startsWith("23") || DUPLICATE.contains(code) || isConstraint(failure)) {
            return Kind.CONSTRAINT;
        }
        return state.startsWith("08") || UNAVAILABLE.contains(code) || isConnection(failure)
                ? Kind.UNAVAILABLE
                : Kind.BROKEN;
    }

    private static boolean isConstraint(SQLException failure) {
        return failure instanceof SQLIntegrityConstraintViolationException;
    }

    private static boolean isConnection(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTimeoutException;
    }

    /** The database's own words can hold values, so only its numbers are told; the words are in the cause. */
    private static String summary(Throwable failure) {
        SQLException cause = sqlException(failure);
        return cause == null
                ? failure.getClass().getSimpleName()
                : "SQLState " + cause.getSQLState() + ", code " + cause.getErrorCode();
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
