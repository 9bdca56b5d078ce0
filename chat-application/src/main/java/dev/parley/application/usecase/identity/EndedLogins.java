package dev.parley.application.usecase.identity;

import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.LoginStore.Revocation;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which logins have ended for as long as their access tokens would still be good, and which tokens of other
 * issuers were taken back until they run out. Learns of its own node's at once, of other nodes' by asking the store every
 * few seconds. Thread-safe.
 */
public final class EndedLogins {

    /** Clocks of nodes may differ, and a transaction may commit later than the time it wrote. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final LoginStore logins;
    private final InstantSource clock;
    private final Duration keptFor;
    private final Map<LoginId, Instant> ended = new ConcurrentHashMap<>();
    private final Map<LoginId, Revocation> tokens = new ConcurrentHashMap<>();
    private final Map<Who, Revocation> users = new ConcurrentHashMap<>();
    private volatile Instant lookedAt;
    private volatile Instant revocationsLookedAt = Instant.EPOCH.plus(OVERLAP);

    private record Who(TenantId tenant, UserId user) {}

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

    /** Whether a login is known to have ended, or a token to have been taken back. Never blocks. */
    public boolean contains(LoginId login) {
        return ended.containsKey(login) || tokens.containsKey(login);
    }

    /** Whether what was proved is known to be over. Never blocks. */
    public boolean ends(Proof proof) {
        return (proof.login() != null && contains(proof.login())) || isOfSomebodySentAway(proof);
    }

    private boolean isOfSomebodySentAway(Proof proof) {
        Instant madeAt = proof.madeAt();
        if (madeAt == null) {
            return false;
        }
        Revocation revoked =
                users.get(new Who(proof.principal().tenant(), proof.principal().user()));
        return revoked != null && !madeAt.isAfter(revoked.at());
    }

    /** A login ended just now. Never blocks. */
    void add(LoginId login) {
        ended.put(login, clock.instant());
    }

    /** Tokens were taken back just now. Never blocks. */
    void add(Revocation revocation) {
        LoginId token = revocation.token();
        if (token == null) {
            users.merge(
                    new Who(revocation.tenant(), revocation.user()),
                    revocation,
                    (one, other) -> one.at().isBefore(other.at()) ? other : one);
        } else {
            tokens.put(token, revocation);
        }
    }

    /** Asks the store, once. Blocks; what is known stays known if the store is away. */
    public void look() {
        Instant now = clock.instant();
        logins.endedSince(lookedAt.minus(OVERLAP)).forEach(login -> ended.putIfAbsent(login, now));
        lookedAt = now;
        logins.revokedSince(revocationsLookedAt.minus(OVERLAP), now).forEach(this::add);
        revocationsLookedAt = now;
        ended.values().removeIf(since -> since.plus(keptFor).isBefore(now));
        tokens.values().removeIf(revoked -> !revoked.expiresAt().isAfter(now));
        users.values().removeIf(revoked -> !revoked.expiresAt().isAfter(now));
    }
}
