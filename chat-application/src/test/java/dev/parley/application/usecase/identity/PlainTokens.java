package dev.parley.application.usecase.identity;

import dev.parley.application.port.out.AccountStore.PasswordHash;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TokenIssuer;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.TextDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Signs nothing. */
final class PlainTokens implements TokenIssuer {

    private final AtomicLong number = new AtomicLong();
    private final Map<String, Long> successors = new ConcurrentHashMap<>();
    private final InstantSource clock;

    PlainTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Access access(Account account, LoginId login) {
        return new Access(account.id() + "/" + login, clock.instant().plus(Duration.ofMinutes(15)));
    }

    @Override
    public Refresh refresh(TenantId tenant, LoginId login) {
        return refresh(tenant, login, number.incrementAndGet());
    }

    @Override
    public Refresh successor(Refresh given) {
        long next = successors.computeIfAbsent(given.token(), token -> number.incrementAndGet());
        return refresh(given.tenant(), given.login(), next);
    }

    private static Refresh refresh(TenantId tenant, LoginId login, long number) {
        String token = tenant + "/" + login + "/" + number;
        return new Refresh(token, tenant, login, new SecretDigest(String.format("%064x", number)));
    }

    @Override
    public Reset reset(TenantId tenant, UserId user, PasswordHash current, Instant expiresAt) {
        String token = tenant + "/" + user + "/" + expiresAt.toEpochMilli() + "/"
                + digest(current).value();
        return new Reset(token, tenant, user, expiresAt, digest(current));
    }

    @Override
    public Optional<Reset> readReset(String token) {
        String[] parts = token.split("/", -1);
        return parts.length == 4
                ? Optional.of(new Reset(
                        token,
                        new TenantId(parts[0]),
                        new UserId(parts[1]),
                        Instant.ofEpochMilli(Long.parseLong(parts[2])),
                        new SecretDigest(parts[3])))
                : Optional.empty();
    }

    @Override
    public SecretDigest digest(PasswordHash password) {
        return new SecretDigest(TextDigest.sha256(password.value()));
    }

    @Override
    public Key key(ApiKeyId id) {
        return key(id, number.incrementAndGet());
    }

    private static Key key(ApiKeyId id, long number) {
        return new Key(Key.PREFIX + id + "_" + number, id, new SecretDigest(String.format("%064x", number)));
    }

    @Override
    public Optional<Key> readKey(String token) {
        String[] parts = token.split("_", -1);
        return parts.length == 3
                ? Optional.of(key(new ApiKeyId(UUID.fromString(parts[1])), Long.parseLong(parts[2])))
                : Optional.empty();
    }

    @Override
    public Optional<Refresh> read(String token) {
        String[] parts = token.split("/", -1);
        return parts.length == 3
                ? Optional.of(refresh(
                        new TenantId(parts[0]), new LoginId(UUID.fromString(parts[1])), Long.parseLong(parts[2])))
                : Optional.empty();
    }
}
