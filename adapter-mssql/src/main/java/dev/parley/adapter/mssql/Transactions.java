package dev.parley.adapter.mssql;

import dev.parley.application.port.out.StoreException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs each port call as one transaction, and once more where the database gave up because somebody else was in the
 * way. Connections come with auto-commit off, which spares two round trips a transaction.
 */
final class Transactions {

    private static final int TRIES = 8;
    private static final long FIRST_PAUSE_MILLIS = 5;

    private final Jdbi jdbi;

    Transactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Runs some work and commits it. What the work rolled back itself stays rolled back.
     *
     * @param what for the message of a failure
     * @throws StoreException if the database broke
     */
    <T> T run(String what, Function<Handle, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (JdbiException failure) {
                if (tries == TRIES || !mayBeTriedAgain(failure)) {
                    throw SqlFailures.translated(what, failure);
                }
                pause(what, tries, failure);
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

    /** After a broken constraint the work is done anew, for it looks first: what was in the way is visible by then. */
    private static boolean mayBeTriedAgain(JdbiException failure) {
        return switch (SqlFailures.kindOf(failure)) {
            case CONTENTION, CONSTRAINT -> true;
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
