package dev.parley.application.local;

import static java.util.Comparator.comparing;

import dev.parley.application.port.out.LoginStore;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

final class InMemoryLoginStore implements LoginStore {

    private static final int MOST_LISTED = 100;

    private final MemoryConnection connection;

    InMemoryLoginStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public void begin(Login login, SecretDigest secret) {
        connection.transaction(memory -> {
            if (memory.logins().knows(login.id())) {
                throw new StoreException.Broken(
                        "a login with this id is there", new IllegalArgumentException("the id must be new"));
            }
            memory.logins().put(MemoryLogin.begun(login, secret));
            return login;
        });
    }

    @Override
    public Rotation rotate(
            TenantId tenant,
            LoginId login,
            SecretDigest given,
            SecretDigest next,
            Instant now,
            Instant expiresAt,
            Instant repeatableFrom) {
        return connection.transaction(memory -> {
            MemoryLogin before = memory.logins().living(tenant, login, now);
            if (before == null) {
                return new Rotation.Missing();
            }
            if (before.wasGiven(given, next, repeatableFrom)) {
                return new Rotation.Repeated(before.login());
            }
            if (!before.secret().equals(given)) {
                memory.logins().put(before.ended(now));
                return new Rotation.Reused(before.login());
            }
            MemoryLogin after = before.rotated(next, now, expiresAt);
            memory.logins().put(after);
            return new Rotation.Rotated(after.login());
        });
    }

    @Override
    public List<Login> of(TenantId tenant, UserId user, Instant now) {
        return connection.transaction(memory -> living(memory, tenant, user, now)
                .map(MemoryLogin::login)
                .sorted(comparing(Login::usedAt).reversed())
                .limit(MOST_LISTED)
                .toList());
    }

    @Override
    public boolean end(TenantId tenant, UserId user, LoginId login, Instant at) {
        return connection.transaction(memory -> {
            MemoryLogin found = memory.logins().living(tenant, login, at);
            if (found == null || !found.login().user().equals(user)) {
                return false;
            }
            memory.logins().put(found.ended(at));
            return true;
        });
    }

    @Override
    public List<LoginId> endAll(TenantId tenant, UserId user, Instant at) {
        return connection.transaction(memory -> {
            List<MemoryLogin> living = living(memory, tenant, user, at).toList();
            living.forEach(login -> memory.logins().put(login.ended(at)));
            return ids(living.stream());
        });
    }

    @Override
    public List<LoginId> endedSince(Instant since) {
        return connection.transaction(
                memory -> ids(memory.logins().all().stream().filter(login -> login.endedSince(since))));
    }

    @Override
    public void revoke(Revocation revocation) {
        connection.transaction(memory -> memory.logins().revocations().add(revocation));
    }

    @Override
    public List<Revocation> revokedSince(Instant since, Instant now) {
        return connection.transaction(memory -> memory.logins().revocations().stream()
                .filter(revocation -> !revocation.at().isBefore(since))
                .filter(revocation -> revocation.expiresAt().isAfter(now))
                .toList());
    }

    @Override
    public int purge(Instant before, int limit) {
        return connection.transaction(memory -> {
            List<MemoryLogin> over = memory.logins().all().stream()
                    .filter(login -> login.overBefore(before))
                    .limit(limit)
                    .toList();
            memory.logins().remove(over);
            List<Revocation> past = memory.logins().revocations().stream()
                    .filter(revocation -> revocation.expiresAt().isBefore(before))
                    .limit(limit - over.size())
                    .toList();
            memory.logins().revocations().removeAll(past);
            return over.size() + past.size();
        });
    }

    private static Stream<MemoryLogin> living(Memory memory, TenantId tenant, UserId user, Instant now) {
        return memory.logins()
                .living(now)
                .filter(login -> login.login().tenant().equals(tenant)
                        && login.login().user().equals(user));
    }

    private static List<LoginId> ids(Stream<MemoryLogin> logins) {
        return logins.map(login -> login.login().id()).toList();
    }
}
