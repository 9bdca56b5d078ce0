package dev.parley.application.usecase;

import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.out.SessionKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads sessions as their readers see them. */
final class SessionViews {

    private final RecentSessions sessions;
    private final Supplier<Instant> now;

    SessionViews(RecentSessions sessions, Supplier<Instant> now) {
        this.sessions = sessions;
        this.now = now;
    }

    Optional<SessionView> view(SessionKey key) {
        return sessions.find(key).map(SessionGate::view);
    }

    Instant now() {
        return now.get();
    }
}
