package dev.parley.adapter.rest;

import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Clients that are gone before their answer is whole. Jersey calls each a severe failure and shows its stack, so that
 * anybody could fill the log; it is nobody's failure.
 */
final class HungUp {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(HungUp.class);

    /** Held here, or the platform would forget it together with its filter. */
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

    private HungUp() {}

    /** Has Jersey's log pass over them from now on. Idempotent. */
    static void isNoFailure() {
        JERSEY.setFilter(line -> {
            if (!hungUp(line.getThrown())) {
                return true;
            }
            LOG.debug("A client hung up before its answer was whole");
            return false;
        });
    }

    /** Whether the connection to the client is what broke. */
    static boolean hungUp(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        return cause != null
                && Arrays.stream(cause.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("org.glassfish.grizzly.http.io."));
    }
}
