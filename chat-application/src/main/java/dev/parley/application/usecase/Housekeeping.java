package dev.parley.application.usecase;

import dev.parley.application.port.out.ConversationStore;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionStore;
import dev.parley.domain.audit.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Removes what was deleted long enough ago, and forgets events beyond their horizon. In small portions. */
final class Housekeeping {

    static final Duration EVERY = Duration.ofSeconds(30);
    private static final int SESSIONS_AT_ONCE = 50;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final SessionStore sessions;
    private final ConversationStore conversations;
    private final Witness witness;
    private final InstantSource clock;
    private final Policies policies;

    Housekeeping(
            SessionStore sessions,
            ConversationStore conversations,
            Witness witness,
            InstantSource clock,
            Policies policies) {
        this.sessions = sessions;
        this.conversations = conversations;
        this.witness = witness;
        this.clock = clock;
        this.policies = policies;
    }

    void run() {
        Instant now = clock.instant();
        try {
            purge(now.minus(policies.undoWithin()));
        } finally {
            // A session that can't be removed must not keep the events of all others.
            conversations.forgetEvents(now.minus(policies.eventsKept()), EVENTS_AT_ONCE);
        }
    }

    private void purge(Instant deletedBefore) {
        witness.settle();
        for (SessionKey key : sessions.purge(deletedBefore, SESSIONS_AT_ONCE)) {
            witness.server(
                    key.tenant(), AuditAction.SESSION_PURGED, key.session().toString(), null);
        }
    }
}
