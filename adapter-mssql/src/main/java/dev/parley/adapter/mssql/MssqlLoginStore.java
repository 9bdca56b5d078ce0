package dev.parley.adapter.mssql;

import dev.parley.application.port.out.LoginStore;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

final class MssqlLoginStore implements LoginStore {

    private static final String LIVING =
            " FROM ${schema}.chat_logins WHERE tenant = :tenant AND user_id = :user AND expires_at > :now AND ended_at IS NULL";

    private static final String LIST = "SELECT " + LoginRow.COLUMNS + LIVING
            + " ORDER BY used_at DESC, row_id DESC OFFSET 0 ROWS FETCH NEXT 100 ROWS ONLY";

    private static final String LIVING_IDS = "SELECT login_id" + LIVING + " ORDER BY row_id";

    private final Transactions transactions;

    MssqlLoginStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void begin(Login login, SecretDigest secret) {
        transactions.run("beginning a login", handle -> LoginRow.insert(handle, login, secret));
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
        return transactions.run(
                "rotating a login",
                handle -> new LoginRotation(handle, tenant, login)
                        .run(given, next, Columns.time(now), Columns.time(expiresAt), Columns.time(repeatableFrom)));
    }

    @Override
    public List<Login> of(TenantId tenant, UserId user, Instant now) {
        return transactions.run("listing logins", handle -> {
            try (Query query = handle.createQuery(LIST)) {
                return bound(query, tenant, user, now)
                        .map((row, context) -> LoginRow.read(row))
                        .list();
            }
        });
    }

    @Override
    public boolean end(TenantId tenant, UserId user, LoginId login, Instant at) {
        return transactions.run(
                "ending a login",
                handle -> !LoginEnds.end(handle, tenant, user.value(), List.of(login), Columns.time(at))
                        .isEmpty());
    }

    @Override
    public List<LoginId> endAll(TenantId tenant, UserId user, Instant at) {
        return transactions.run("ending a user's logins", handle -> {
            List<LoginId> living = living(handle, tenant, user, Columns.time(at));
            return LoginEnds.end(handle, tenant, user.value(), living, Columns.time(at));
        });
    }

    @Override
    public List<LoginId> endedSince(Instant since) {
        return transactions.run("listing ended logins", handle -> LoginEnds.since(handle, Columns.time(since)));
    }

    @Override
    public void revoke(Revocation revocation) {
        transactions.run("taking tokens back", handle -> Revocations.insert(handle, revocation));
    }

    @Override
    public List<Revocation> revokedSince(Instant since, Instant now) {
        return transactions.run(
                "listing what was taken back",
                handle -> Revocations.since(handle, Columns.time(since), Columns.time(now)));
    }

    @Override
    public int purge(Instant before, int limit) {
        return transactions.run("purging logins", handle -> {
            int logins = LoginEnds.purge(handle, Columns.time(before), limit);
            return logins + Revocations.purge(handle, Columns.time(before), limit - logins);
        });
    }

    private static List<LoginId> living(Handle handle, TenantId tenant, UserId user, Instant now) {
        try (Query query = handle.createQuery(LIVING_IDS)) {
            return bound(query, tenant, user, now)
                    .map((row, context) -> LoginRow.id(row))
                    .list();
        }
    }

    private static Query bound(Query query, TenantId tenant, UserId user, Instant now) {
        return query.bind("tenant", tenant.value()).bind("user", user.value()).bind("now", now);
    }
}
