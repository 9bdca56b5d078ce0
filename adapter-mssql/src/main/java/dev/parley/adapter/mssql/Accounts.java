package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AccountStore.Stored;
import dev.parley.domain.identity.Account;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.text.Characters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Looks accounts up. */
final class Accounts {

    private static final String SELECT =
            "SELECT " + AccountRow.COLUMNS + " FROM ${schema}.chat_accounts WHERE tenant = :tenant AND ";

    private static final String BY_ID = SELECT + "user_id = :key";

    private static final String BY_USERNAME = SELECT + "username_key = :key";

    private static final String BY_EMAIL = SELECT + "email_key = :key";

    private static final String AFTER =
            SELECT + "username_key > :key ORDER BY tenant, username_key OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY";

    private Accounts() {}

    static Optional<Stored> byId(Handle handle, TenantId tenant, UserId user) {
        return one(handle, BY_ID, tenant, user.value());
    }

    static Optional<Stored> byUsername(Handle handle, TenantId tenant, String key) {
        return one(handle, BY_USERNAME, tenant, key)
                .filter(found -> found.account().username().key().equals(key));
    }

    static Optional<Stored> byEmail(Handle handle, TenantId tenant, String key) {
        return one(handle, BY_EMAIL, tenant, key)
                .filter(found -> found.account().email().key().equals(key));
    }

    /** Other alphabets have letters whose lower case is a Latin one. */
    static Optional<Stored> byName(Handle handle, TenantId tenant, String typed) {
        if (!Characters.isAscii(typed)) {
            return Optional.empty();
        }
        String key = typed.toLowerCase(Locale.ROOT);
        return key.contains("@") ? byEmail(handle, tenant, key) : byUsername(handle, tenant, key);
    }

    static List<Account> after(Handle handle, TenantId tenant, String key, int limit) {
        try (Query query = handle.createQuery(AFTER)) {
            return query.bind("tenant", tenant.value())
                    .bind("key", key)
                    .bind("rows", limit)
                    .map((row, context) -> AccountRow.account(row))
                    .list();
        }
    }

    /** SQL Server takes no notice of blanks at the end, so the callers compare once more where there may be some. */
    private static Optional<Stored> one(Handle handle, String sql, TenantId tenant, String key) {
        try (Query query = handle.createQuery(sql)) {
            return query.bind("tenant", tenant.value())
                    .bind("key", key)
                    .map((row, context) -> AccountRow.read(row))
                    .findOne();
        }
    }
}
