package dev.parley.adapter.mssql;

import dev.parley.domain.identity.LoginId;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** How logins end and are forgotten: looked for first, then each by its key, if it is still as it was found. */
final class LoginEnds {

    static final String END = """
            UPDATE ${schema}.chat_logins SET ended_at = :at
            WHERE tenant = :tenant AND login_id = :login AND user_id = :user AND ended_at IS NULL
                AND expires_at > :at""";

    static final String ENDED_SINCE =
            "SELECT login_id FROM ${schema}.chat_logins WHERE ended_at >= :since AND ended_at IS NOT NULL";

    /** With a lower bound as well: H2 would begin with all that are null. */
    private static final String ENDED_BEFORE = """
            SELECT tenant, login_id FROM ${schema}.chat_logins
            WHERE ended_at < :before AND ended_at > CAST('1970-01-01' AS DATETIME2(3)) AND ended_at IS NOT NULL
            ORDER BY ended_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String EXPIRED_BEFORE = """
            SELECT tenant, login_id FROM ${schema}.chat_logins WHERE expires_at < :before
            ORDER BY expires_at OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String DELETE = """
            DELETE FROM ${schema}.chat_logins
            WHERE tenant = :tenant AND login_id = :login AND (ended_at < :before OR expires_at < :before)""";

    private LoginEnds() {}

    static List<LoginId> since(Handle handle, Instant since) {
        try (Query query = handle.createQuery(ENDED_SINCE)) {
            return query.bind("since", since)
                    .map((row, context) -> LoginRow.id(row))
                    .list();
        }
    }

    /** Ends those that live, and says which they were. */
    static List<LoginId> end(Handle handle, TenantId tenant, String user, List<LoginId> logins, Instant at) {
        if (logins.isEmpty()) {
            return List.of();
        }
        try (PreparedBatch batch = handle.prepareBatch(END)) {
            for (LoginId login : logins) {
                batch.bind("tenant", tenant.value())
                        .bind("login", login.value())
                        .bind("user", user)
                        .bind("at", at)
                        .add();
            }
            return changed(logins, batch.execute());
        }
    }

    static int purge(Handle handle, Instant before, int limit) {
        int ended = delete(handle, over(handle, ENDED_BEFORE, before, limit), before);
        return ended == limit
                ? ended
                : ended + delete(handle, over(handle, EXPIRED_BEFORE, before, limit - ended), before);
    }

    private static List<LoginKey> over(Handle handle, String sql, Instant before, int rows) {
        try (Query query = handle.createQuery(sql)) {
            return query.bind("before", before)
                    .bind("rows", rows)
                    .map((row, context) -> new LoginKey(row.getString("tenant"), Columns.id(row, "login_id")))
                    .list();
        }
    }

    private static int delete(Handle handle, List<LoginKey> logins, Instant before) {
        if (logins.isEmpty()) {
            return 0;
        }
        try (PreparedBatch batch = handle.prepareBatch(DELETE)) {
            logins.forEach(login -> batch.bind("tenant", login.tenant())
                    .bind("login", login.id())
                    .bind("before", before)
                    .add());
            return changed(logins, batch.execute()).size();
        }
    }

    private static <T> List<T> changed(List<T> asked, int[] counts) {
        List<T> changed = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                changed.add(asked.get(i));
            }
        }
        return changed;
    }

    private record LoginKey(String tenant, UUID id) {}
}
