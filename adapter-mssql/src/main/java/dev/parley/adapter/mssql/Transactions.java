package dev.parley.adapter.mssql;

import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault.KeyNotAtHand;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
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
        int tries = 1;
        int fetched = 0;
        while (true) {
            try {
                return once(work);
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
