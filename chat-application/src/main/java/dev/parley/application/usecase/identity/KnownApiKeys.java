package dev.parley.application.usecase.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.application.port.in.Authentication.Proof;
import dev.parley.application.port.in.Principal;
import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import dev.parley.application.port.out.ApiKeyStore.Known;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All keys of programs, in memory: no request asks the store. Learns of its own node's at once, of other nodes' by asking
 * the store every few seconds for what changed. Thread-safe.
 */
public final class KnownApiKeys {

    /** Clocks of nodes may differ, and a transaction may commit later than the time it wrote. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** How long keys that are over are remembered, to write down that somebody still tries them. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    /** What is compared with where there is no key, so that it takes as long. */
    private static final SecretDigest NOBODYS = new SecretDigest("0".repeat(64));

    private final IdentityPorts ports;
    private final Map<ApiKeyId, Known> keys = new ConcurrentHashMap<>();
    private final Map<ApiKeyId, Instant> used = new ConcurrentHashMap<>();
    private final Set<ApiKeyId> refused = ConcurrentHashMap.newKeySet();
    private final Set<ApiKeyId> told = ConcurrentHashMap.newKeySet();
    private volatile Instant lookedAt = Instant.EPOCH.plus(OVERLAP);

    KnownApiKeys(IdentityPorts ports) {
        this.ports = ports;
    }

    /**
     * Who calls with a key; empty if it is none of this tenant, was revoked or has run out. Whether it was used is noted
     * in its own tenant only, so not if it was shown in another. Never blocks.
     */
    public Optional<Proof> verify(TenantId tenant, String token) {
        return ports.tokens().readKey(token).flatMap(given -> proof(tenant, given));
    }

    private Optional<Proof> proof(TenantId tenant, TokenIssuer.Key given) {
        Known known = keys.get(given.id());
        if (!same(given.digest(), known == null ? NOBODYS : known.secret())
                || known == null
                || !known.key().tenant().equals(tenant)) {
            return Optional.empty();
        }
        ApiKey key = known.key();
        Instant now = ports.now();
        if (!key.livesAt(now)) {
            refused.add(key.id());
            return Optional.empty();
        }
        used.put(key.id(), now);
        var caller = new Principal(key.tenant(), key.owner(), null, "en", Scopes.permissions(key.scopes()));
        return Optional.of(
                new Proof(caller, key.expiresAt(), new LoginId(key.id().value())));
    }

    private static boolean same(SecretDigest one, SecretDigest other) {
        return MessageDigest.isEqual(
                one.value().getBytes(US_ASCII), other.value().getBytes(US_ASCII));
    }

    /** Whether what was proved with a key ended with it: a proof names the key as its login. Never blocks. */
    public boolean isRevoked(LoginId login) {
        Known known = keys.get(new ApiKeyId(login.value()));
        return known != null && known.key().revokedAt() != null;
    }

    /** A key was made just now. Never blocks. */
    void learn(ApiKey key, SecretDigest secret) {
        keys.put(key.id(), new Known(key, secret));
    }

    /** A key was revoked just now. Never blocks. */
    void forget(ApiKey revoked) {
        keys.computeIfPresent(revoked.id(), (id, known) -> new Known(revoked, known.secret()));
    }

    /** Asks the store what changed, once. Blocks; what is known stays known if the store is away. */
    public void look() {
        Instant now = ports.now();
        ports.apiKeys()
                .changedSince(lookedAt.minus(OVERLAP))
                .forEach(known -> keys.put(known.key().id(), known));
        lookedAt = now;
        keys.values().removeIf(known -> isLongOver(known.key(), now));
        told.retainAll(keys.keySet());
    }

    private static boolean isLongOver(ApiKey key, Instant now) {
        return isBefore(key.revokedAt(), now.minus(REMEMBERED)) || isBefore(key.expiresAt(), now.minus(REMEMBERED));
    }

    private static boolean isBefore(@Nullable Instant time, Instant before) {
        return time != null && time.isBefore(before);
    }

    /** Notes in the store which keys were used, and in the audit log which were tried in vain: each of these once. Blocks. */
    void tell() {
        for (ApiKeyId id : Set.copyOf(used.keySet())) {
            Instant at = used.get(id);
            Known known = keys.get(id);
            if (at != null && known != null) {
                ports.apiKeys().used(known.key().tenant(), id, at);
            }
            used.remove(id, at);
        }
        for (ApiKeyId id : Set.copyOf(refused)) {
            Known known = keys.get(id);
            if (known != null && told.add(id)) {
                ports.audit().append(entry(known.key()));
            }
            refused.remove(id);
        }
    }

    private AuditEntry entry(ApiKey key) {
        String why = key.revokedAt() == null ? " has run out" : " was revoked";
        return new AuditEntry(
                key.tenant(),
                ports.now(),
                null,
                AuditAction.API_KEY_REFUSED,
                key.owner().value(),
                key.id() + why,
                null);
    }
}
