package dev.parley.application.usecase;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads sessions that people will ask for soon, one after the other and in the background. */
final class WarmUp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final RecentSessions recent;
    private final List<SessionKey> sessions;
    private final Thread thread = Thread.ofVirtual().name("parley-warm-up").unstarted(this::run);
    private volatile boolean closed;

    private WarmUp(RecentSessions recent, List<SessionKey> sessions) {
        this.recent = recent;
        this.sessions = List.copyOf(sessions);
    }

    /** Begins. Does not block. */
    static WarmUp start(RecentSessions recent, List<SessionKey> sessions) {
        var warmUp = new WarmUp(recent, sessions);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        int learnt = 0;
        try {
            for (SessionKey session : sessions) {
                if (!closed && learn(session)) {
                    learnt++;
                }
            }
            LOG.info("{} sessions were looked up that were used before the start", learnt);
        } catch (StoreException.Unavailable e) {
            LOG.warn("sessions that were used before the start are read when they are asked for", e);
        }
    }

    private boolean learn(SessionKey session) {
        try {
            recent.learn(session);
            return true;
        } catch (StoreException.Broken e) {
            LOG.warn("session {} can't be read: {}", session.session(), e.getMessage());
            return false;
        }
    }

    /** Ends after the session that is being read, and waits for it, but not for ever. Idempotent. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(CLOSE_WITHIN)) {
                LOG.warn("reading a session is stuck and left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
