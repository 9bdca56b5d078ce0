package dev.parley.bootstrap;

import java.util.logging.Logger;
import org.glassfish.grizzly.filterchain.DefaultFilterChain;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.slf4j.LoggerFactory;

/**
 * Bodies that break off or are cut into chunks as none may be. Grizzly warns of each and shows its stack, so that anybody
 * could fill the log; the sender's connection is closed, and that is all there is to say.
 */
final class BrokenBodies {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(BrokenBodies.class);

    /** Held here, or the platform would forget it together with its filter. */
    private static final Logger GRIZZLY = Logger.getLogger(DefaultFilterChain.class.getName());

    private BrokenBodies() {}

    /** Has Grizzly's log pass over them from now on. Idempotent. */
    static void areNoFailure() {
        GRIZZLY.setFilter(line -> {
            if (!(line.getThrown() instanceof HttpBrokenContentException broken)) {
                return true;
            }
            LOG.debug("A body is broken: {}", broken.getMessage());
            return false;
        });
    }
}
