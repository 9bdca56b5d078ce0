package dev.parley.application.usecase;

import dev.parley.application.port.in.SessionView;
import dev.parley.application.port.out.SessionKey;
import java.time.Instant;
import java.util.Optional;

/** Reads sessions as their readers see them. */
final class SessionViews {

    private final Ports ports;

    SessionViews(Ports ports) {
        this.ports = ports;
    }

    Optional<SessionView> view(SessionKey key) {
        return ports.sessions().find(key).map(SessionGate::view);
    }

    Instant now() {
        return ports.now();
    }
}
