package dev.parley.application.usecase;

import java.time.Duration;

/** Removes what was deleted long enough ago, and forgets events beyond their horizon. In small portions. */
final class Housekeeping {

    static final Duration EVERY = Duration.ofSeconds(30);
    private static final int SESSIONS_AT_ONCE = 50;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final Ports ports;
    private final Policies policies;

    Housekeeping(Ports ports, Policies policies) {
        this.ports = ports;
        this.policies = policies;
    }

    void run() {
        ports.sessions().purge(ports.now().minus(policies.undoWithin()), SESSIONS_AT_ONCE);
        ports.conversations().forgetEvents(ports.now().minus(policies.eventsKept()), EVENTS_AT_ONCE);
    }
}
