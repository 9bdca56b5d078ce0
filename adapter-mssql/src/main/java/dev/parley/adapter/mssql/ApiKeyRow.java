package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ApiKeyStore.ApiKey;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Keys of programs as rows of {@code chat_api_keys}. */
final class ApiKeyRow {

    /** Selects whole rows; a condition is to follow. */
    static final String SELECT = "SELECT tenant, key_id, owner_id, key_name, scopes, secret, created_by, created_at,"
            + " expires_at, revoked_at, used_at FROM ${schema}.chat_api_keys";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_api_keys (tenant, key_id, owner_id, key_name, scopes, secret, created_by,
                created_at, expires_at, revoked_at, used_at, changed_at)
            VALUES (:tenant, :key, :owner, :name, :scopes, :secret, :createdBy, :created, :expires, :revoked, :used,
                :created)""";

    private ApiKeyRow() {}

    static int insert(Handle handle, ApiKey key, SecretDigest secret) {
        try (Update update = handle.createUpdate(INSERT)) {
            return update.bind("tenant", key.tenant().value())
                    .bind("key", key.id().value())
                    .bind("owner", key.owner().value())
                    .bind("name", key.name())
                    .bind(
                            "scopes",
                            String.join(" ", key.scopes().stream().sorted().toList()))
                    .bind("secret", secret.value())
                    .bind("createdBy", key.createdBy().value())
                    .bind("created", Columns.time(key.createdAt()))
                    .bindByType("expires", timeOrNull(key.expiresAt()), Instant.class)
                    .bindByType("revoked", timeOrNull(key.revokedAt()), Instant.class)
                    .bindByType("used", timeOrNull(key.usedAt()), Instant.class)
                    .execute();
        }
    }

    static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                new TenantId(row.getString("tenant")),
                new ApiKeyId(Columns.id(row, "key_id")),
                new UserId(row.getString("owner_id")),
                row.getString("key_name"),
                Set.of(row.getString("scopes").split(" ", -1)),
                new UserId(row.getString("created_by")),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "expires_at"),
                Columns.timeOrNull(row, "revoked_at"),
                Columns.timeOrNull(row, "used_at"));
    }

    static SecretDigest secret(ResultSet row) throws SQLException {
        return new SecretDigest(row.getString("secret"));
    }

    private static @Nullable Instant timeOrNull(@Nullable Instant time) {
        return time == null ? null : Columns.time(time);
    }
}
