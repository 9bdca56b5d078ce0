package dev.parley.adapter.mssql;

import dev.parley.application.port.out.LoginStore.Revocation;
import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Revocations as rows of {@code chat_revocations}. They are only ever added and purged. */
final class Revocations {

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_revocations (tenant, user_id, login_id, revoked_at, expires_at)
            VALUES (:tenant, :user, :login, :at, :expires)""";

    private static final String SINCE = """
            SELECT tenant, user_id, login_id, revoked_at, expires_at FROM ${schema}.chat_revocations
            WHERE revoked_at >= :since AND expires_at > :now ORDER BY revoked_at""";

    private static final String EXPIRED_BEFORE = """
            SELECT tenant, revocation_id FROM ${schema}.chat_revocations WHERE expires_at < :before
            ORDER BY expires_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String DELETE =
            "DELETE FROM ${schema}.chat_revocations WHERE tenant = :tenant AND revocation_id = :id";

    private Revocations() {}

    static int insert(Handle handle, Revocation revocation) {
        LoginId token = revocation.token();
        try (Update update = handle.createUpdate(INSERT)) {
            return update.bind("tenant", revocation.tenant().value())
                    .bind("user", revocation.user().value())
                    .bindByType("login", token == null ? null : token.value(), UUID.class)
                    .bind("at", Columns.time(revocation.at()))
                    .bind("expires", Columns.time(revocation.expiresAt()))
                    .execute();
        }
    }

    static List<Revocation> since(Handle handle, Instant since, Instant now) {
        try (Query query = handle.createQuery(SINCE)) {
            return query.bind("since", since)
                    .bind("now", now)
                    .map((row, context) -> read(row))
                    .list();
        }
    }

    static int purge(Handle handle, Instant before, int limit) {
        List<Key> past = past(handle, before, limit);
        if (past.isEmpty()) {
            return 0;
        }
        try (PreparedBatch batch = handle.prepareBatch(DELETE)) {
            past.forEach(key ->
                    batch.bind("tenant", key.tenant()).bind("id", key.id()).add());
            int removed = 0;
            for (int count : batch.execute()) {
                removed += count;
            }
            return removed;
        }
    }

    private record Key(String tenant, long id) {}

    private static List<Key> past(Handle handle, Instant before, int limit) {
        if (limit == 0) {
            return List.of();
        }
        try (Query query = handle.createQuery(EXPIRED_BEFORE)) {
            return query.bind("before", before)
                    .bind("rows", limit)
                    .map((row, context) -> new Key(row.getString("tenant"), row.getLong("revocation_id")))
                    .list();
        }
    }

    private static Revocation read(ResultSet row) throws SQLException {
        UUID token = Columns.idOrNull(row, "login_id");
        return new Revocation(
                new TenantId(row.getString("tenant")),
                new UserId(row.getString("user_id")),
                token == null ? null : new LoginId(token),
                Columns.time(row, "revoked_at"),
                Columns.time(row, "expires_at"));
    }
}
