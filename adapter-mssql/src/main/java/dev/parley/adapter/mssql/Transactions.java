package dev.parley.adapter.mssql;

import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault.KeyNotAtHand;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs each port call as one transaction, and once more where the database gave up because somebody else was in the
 * way, or where a key must be fetched first. Connections come with auto-commit off, which spares two round trips a transaction.
 */
final class Transactions {

    private static final int TRIES = 8;
    private static final long FIRST_PAUSE_MILLIS = 5;

    /** More tenants than this have no business in one call. */
    private static final int MOST_FETCHED = 1_000;

    private final Jdbi jdbi;
    private final boolean shared;

    /** Over a database that no other process has. */
    Transactions(Jdbi jdbi) {
        this(jdbi, false);
    }

    /** @param shared whether other processes may have the same database */
    Transactions(Jdbi jdbi, boolean shared) {
        this.jdbi = jdbi;
        this.shared = shared;
    }

    /**
     * Runs some work and commits it. What the work rolled back itself stays rolled back.
     *
     * @param what for the message of a failure
     * @throws StoreException if the database broke
     */
    <T> T run(String what, Function<Handle, T> work) {
        return persistently(what, () -> once(work));
    }

    /**
     * Runs work whose statements stand each for itself. Where nodes share a database it commits each of them by itself: one
     * that freezes between a statement and its commit would hold the rows against whoever takes over, for as long as it is
     * frozen. Elsewhere one commit for all is cheaper.
     *
     * @param what for the message of a failure
     * @throws StoreException if the database broke; some of the statements may be done
     */
    <T> T runEach(String what, Function<Handle, T> work) {
        return persistently(what, () -> shared ? onceCommittingEach(work) : once(work));
    }

    private <T> T persistently(String what, Supplier<T> attempt) {
        int tries = 1;
        int fetched = 0;
        while (true) {
            try {
                return attempt.get();
            } catch (KeyNotAtHand missing) {
                if (fetched++ == MOST_FETCHED) {
                    throw new StoreException.Broken(what + " failed: " + missing.getMessage(), missing);
                }
                // By now the connection is given back: the key comes over one, too.
                jdbi.getConfig(VaultConfig.class).vault().fetch(missing.tenant());
            } catch (JdbiException failure) {
                if (tries == TRIES || !mayBeTriedAgain(failure)) {
                    throw SqlFailures.translated(what, failure);
                }
                pause(what, tries, failure);
                tries++;
            }
        }
    }

    private <T> T once(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            T result = work.apply(handle);
            handle.commit();
            return result;
        }
    }

    /** The pool gives the connection its own setting back. */
    private <T> T onceCommittingEach(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            try {
                handle.getConnection().setAutoCommit(true);
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
            return work.apply(handle);
        }
    }

    /**
     * After a broken constraint the work is done anew, for it looks first: what was in the way is visible by then.
     * Who waited for a lock in vain has waited long enough, with a connection that others need.
     */
    private static boolean mayBeTriedAgain(JdbiException failure) {
        return switch (SqlFailures.kindOf(failure)) {
            case CONTENTION -> !SqlFailures.isLockTimeout(failure);
            case CONSTRAINT -> true;
            case UNAVAILABLE, BROKEN -> false;
        };
    }

    private static void pause(String what, int tries, JdbiException failure) {
        long most = FIRST_PAUSE_MILLIS << tries;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, most + 1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SqlFailures.translated(what, failure);
        }
    }
}
