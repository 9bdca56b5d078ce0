package dev.parley.adapter.mssql;

import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import dev.parley.domain.message.Seq;
import dev.parley.domain.session.SessionEvent;
import dev.parley.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Makes one user's sessions another's. Each is looked at once more under its head's lock, by who still owns it. */
final class HandOver {

    private static final String CANDIDATES = """
            SELECT session_id FROM ${schema}.chat_sessions
            WHERE tenant = :tenant AND user_id = :owner AND deleted_at IS NULL
            ORDER BY created_at, id_text OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    private static final String OWN = """
            UPDATE ${schema}.chat_sessions SET user_id = :newOwner, former_owner = COALESCE(former_owner, :owner)
            WHERE tenant = :tenant AND session_id = :session AND user_id = :owner AND deleted_at IS NULL""";

    private static final String NAME = "UPDATE ${schema}.chat_sessions SET user_name = :name WHERE " + Heads.KEY;

    private static final String READ = """
            UPDATE ${schema}.chat_readers SET user_id = :newOwner
            WHERE tenant = :tenant AND session_id = :session AND user_id = :owner
                AND NOT EXISTS (SELECT 1 FROM ${schema}.chat_readers r
                    WHERE r.tenant = :tenant AND r.session_id = :session AND r.user_id = :newOwner)""";

    private final Transactions transactions;
    private final TenantId tenant;
    private final UserId owner;
    private final UserId newOwner;

    HandOver(Transactions transactions, TenantId tenant, UserId owner, UserId newOwner) {
        this.transactions = transactions;
        this.tenant = tenant;
        this.owner = owner;
        this.newOwner = newOwner;
    }

    List<RecordedEvent> run(@Nullable String newName, Instant at, int limit) {
        return candidates(limit).stream()
                .map(key -> transactions.run("handing a session over", handle -> handOver(handle, key, newName, at)))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<SessionKey> candidates(int limit) {
        return transactions.run("finding sessions to hand over", handle -> {
            try (Query query = handle.createQuery(CANDIDATES)) {
                return query.bind("tenant", tenant.value())
                        .bind("owner", owner.value())
                        .bind("rows", limit)
                        .map((row, context) -> new SessionKey(tenant, new SessionId(Columns.id(row, "session_id"))))
                        .list();
            }
        });
    }

    private Optional<RecordedEvent> handOver(Handle handle, SessionKey key, @Nullable String newName, Instant at) {
        if (!Heads.lock(handle, key) || execute(handle, OWN, key) == 0) {
            return Optional.empty();
        }
        if (newName != null) {
            name(handle, key, newName);
        }
        execute(handle, READ, key);
        return LivingHead.find(handle, key)
                .map(head -> Heads.append(
                        handle, key, new Seq(head.lastSeq()), List.of(new SessionEvent.OwnerChanged()), at))
                .map(List::getFirst);
    }

    private int execute(Handle handle, String sql, SessionKey key) {
        try (Update update = handle.createUpdate(sql)) {
            return bound(update, key).execute();
        }
    }

    private static void name(Handle handle, SessionKey key, String newName) {
        try (Update update = handle.createUpdate(NAME)) {
            Heads.bound(update, key).bind("name", newName).execute();
        }
    }

    private <S extends SqlStatement<S>> S bound(S statement, SessionKey key) {
        return Heads.bound(statement, key).bind("owner", owner.value()).bind("newOwner", newOwner.value());
    }
}
