package dev.parley.application.usecase;

import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.application.port.out.SessionStore.Change;
import dev.parley.application.port.out.SessionStore.Fate;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives and deletes sessions nobody has touched for long, each in a transaction of its own. What somebody follows on
 * this node just now is left alone; on another node the window is told, and the next message brings the session back.
 */
final class Cleanup {

    static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);
    private static final int AT_ONCE = 100;
    private static final int ROUNDS = 20;

    private final SessionStore sessions;
    private final InstantSource clock;
    private final CleanupPolicy policy;
    private final Announcer announcer;
    private final Witness witness;
    private final Supplier<Set<SessionKey>> followed;

    Cleanup(
            SessionStore sessions,
            InstantSource clock,
            CleanupPolicy policy,
            Announcer announcer,
            Witness witness,
            Supplier<Set<SessionKey>> followed) {
        this.sessions = sessions;
        this.clock = clock;
        this.policy = policy;
        this.announcer = announcer;
        this.witness = witness;
        this.followed = followed;
    }

    /** Does some of what there is to be done; the rest is left to the next run. */
    void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (policy.archiveAfter() != null) {
            retire(Standing.ACTIVE, Fate.ARCHIVED, now.minus(policy.archiveAfter()), now);
        }
        if (policy.purgeAfter() != null) {
            for (Standing standing : Standing.values()) {
                retire(standing, Fate.DELETED, now.minus(policy.purgeAfter()), now);
            }
        }
    }

    private void retire(Standing standing, Fate fate, Instant untouchedSince, Instant now) {
        int retired = 0;
        boolean more = true;
        for (int round = 0; more && round < ROUNDS; round++) {
            Set<SessionKey> open = followed.get();
            List<SessionKey> idle = sessions.idle(standing, untouchedSince, AT_ONCE + open.size());
            int before = retired;
            for (SessionKey key : idle) {
                if (!open.contains(key) && retire(key, fate, untouchedSince, now)) {
                    retired++;
                }
            }
            more = retired > before && idle.size() >= AT_ONCE;
        }
        if (retired > 0) {
            LOG.info("{} sessions nobody touched since {} were {}", retired, untouchedSince, word(fate));
        }
    }

    private boolean retire(SessionKey key, Fate fate, Instant untouchedSince, Instant now) {
        witness.settle();
        return switch (sessions.retire(key, fate, untouchedSince, now)) {
            case Change.Missing() -> false;
            case Change.Done(SessionStore.Stored stored, var events) -> {
                announcer.appended(key, events);
                witness.server(
                        key.tenant(),
                        action(fate),
                        key.session().toString(),
                        "untouched since before " + untouchedSince);
                yield true;
            }
        };
    }

    private static AuditAction action(Fate fate) {
        return switch (fate) {
            case ARCHIVED -> AuditAction.SESSION_ARCHIVED;
            case DELETED -> AuditAction.SESSION_DELETED;
        };
    }

    private static String word(Fate fate) {
        return switch (fate) {
            case ARCHIVED -> "archived";
            case DELETED -> "deleted";
        };
    }
}
