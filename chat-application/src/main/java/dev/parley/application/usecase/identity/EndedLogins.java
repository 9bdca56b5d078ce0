package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.LoginStore;
import dev.parley.domain.identity.LoginId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which logins have ended for as long as their access tokens would still be good. Learns of its own node's at
 * once, of other nodes' by asking the store every few seconds. Thread-safe.
 */
public final class EndedLogins {

    /** Clocks of nodes may differ, and a transaction may commit later than the time it wrote. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final LoginStore logins;
    private final InstantSource clock;
    private final Duration keptFor;
    private final Map<LoginId, Instant> ended = new ConcurrentHashMap<>();
    private volatile Instant lookedAt;

    /**
     * Knows nothing until the first {@link #look}.
     *
     * @param accessValid how long an access token is good
     */
    public EndedLogins(LoginStore logins, InstantSource clock, Duration accessValid) {
        this.logins = logins;
        this.clock = clock;
        this.keptFor = accessValid.plus(OVERLAP);
        this.lookedAt = clock.instant().minus(accessValid);
    }

    /** Whether a login is known to have ended. Never blocks. */
    public boolean contains(LoginId login) {
        return ended.containsKey(login);
    }

    /** A login ended just now. Never blocks. */
    void add(LoginId login) {
        ended.put(login, clock.instant());
    }

    /** Asks the store, once. Blocks; what is known stays known if the store is away. */
    public void look() {
        Instant now = clock.instant();
        logins.endedSince(lookedAt.minus(OVERLAP)).forEach(login -> ended.putIfAbsent(login, now));
        lookedAt = now;
        ended.values().removeIf(since -> since.plus(keptFor).isBefore(now));
    }
}
