package dev.parley.adapter.mssql;

import dev.parley.application.port.out.ApiKeyStore;
import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.domain.identity.ApiKeyId;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

final class MssqlApiKeyStore implements ApiKeyStore {

    private static final String KEY = " WHERE tenant = :tenant AND key_id = :key";

    private static final String ONE = ApiKeyRow.SELECT + KEY;

    private static final String LIST = ApiKeyRow.SELECT
            + " WHERE tenant = :tenant AND revoked_at IS NULL ORDER BY row_id DESC OFFSET 0 ROWS FETCH NEXT 500 ROWS ONLY";

    private static final String REVOKE =
            "UPDATE ${schema}.chat_api_keys SET revoked_at = :at, changed_at = :at" + KEY + " AND revoked_at IS NULL";

    private static final String CHANGED_SINCE = ApiKeyRow.SELECT + " WHERE changed_at >= :since ORDER BY row_id";

    private static final String USED =
            "UPDATE ${schema}.chat_api_keys SET used_at = :at" + KEY + " AND (used_at IS NULL OR used_at < :at)";

    /** Revoking is the last change there is, so it is found by that index. */
    private static final String REVOKED_BEFORE = """
            SELECT tenant, key_id FROM ${schema}.chat_api_keys WHERE changed_at < :before AND revoked_at IS NOT NULL
            ORDER BY changed_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String EXPIRED_BEFORE = """
            SELECT tenant, key_id FROM ${schema}.chat_api_keys
            WHERE expires_at < :before AND expires_at > CAST('1970-01-01' AS DATETIME2(3)) AND expires_at IS NOT NULL
            ORDER BY expires_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String DELETE = "DELETE FROM ${schema}.chat_api_keys" + KEY;

    private final Transactions transactions;

    MssqlApiKeyStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void create(ApiKey key, SecretDigest secret) {
        transactions.run("creating an API key", handle -> ApiKeyRow.insert(handle, key, secret));
    }

    @Override
    public List<ApiKey> of(TenantId tenant) {
        return transactions.run("listing API keys", handle -> {
            try (Query query = handle.createQuery(LIST)) {
                return query.bind("tenant", tenant.value())
                        .map((row, context) -> ApiKeyRow.read(row))
                        .list();
            }
        });
    }

    @Override
    public Optional<ApiKey> revoke(TenantId tenant, ApiKeyId id, Instant at) {
        return transactions.run("revoking an API key", handle -> {
            try (Update update = handle.createUpdate(REVOKE)) {
                int revoked = update.bind("tenant", tenant.value())
                        .bind("key", id.value())
                        .bind("at", Columns.time(at))
                        .execute();
                return revoked == 1 ? find(handle, tenant, id) : Optional.empty();
            }
        });
    }

    private static Optional<ApiKey> find(Handle handle, TenantId tenant, ApiKeyId id) {
        try (Query query = handle.createQuery(ONE)) {
            return query.bind("tenant", tenant.value())
                    .bind("key", id.value())
                    .map((row, context) -> ApiKeyRow.read(row))
                    .findOne();
        }
    }

    @Override
    public List<Known> changedSince(Instant since) {
        return transactions.run("listing changed API keys", handle -> {
            try (Query query = handle.createQuery(CHANGED_SINCE)) {
                return query.bind("since", Columns.time(since))
                        .map((row, context) -> new Known(ApiKeyRow.read(row), ApiKeyRow.secret(row)))
                        .list();
            }
        });
    }

    @Override
    public void used(TenantId tenant, ApiKeyId id, Instant at) {
        transactions.run("noting the use of an API key", handle -> {
            try (Update update = handle.createUpdate(USED)) {
                return update.bind("tenant", tenant.value())
                        .bind("key", id.value())
                        .bind("at", Columns.time(at))
                        .execute();
            }
        });
    }

    @Override
    public int purge(Instant before, int limit) {
        return transactions.run("purging API keys", handle -> {
            int revoked = delete(handle, over(handle, REVOKED_BEFORE, Columns.time(before), limit));
            return revoked + delete(handle, over(handle, EXPIRED_BEFORE, Columns.time(before), limit - revoked));
        });
    }

    private static List<Row> over(Handle handle, String sql, Instant before, int rows) {
        if (rows == 0) {
            return List.of();
        }
        try (Query query = handle.createQuery(sql)) {
            return query.bind("before", before)
                    .bind("rows", rows)
                    .map((row, context) -> new Row(row.getString("tenant"), Columns.id(row, "key_id")))
                    .list();
        }
    }

    private static int delete(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedBatch batch = handle.prepareBatch(DELETE)) {
            rows.forEach(row ->
                    batch.bind("tenant", row.tenant()).bind("key", row.id()).add());
            int deleted = 0;
            for (int count : batch.execute()) {
                deleted += count;
            }
            return deleted;
        }
    }

    private record Row(String tenant, UUID id) {}
}
