package dev.parley.adapter.mssql;

import dev.parley.application.port.out.AuditLog.Recorded;
import dev.parley.application.port.out.StoreException;
import dev.parley.domain.audit.AuditAction;
import dev.parley.domain.audit.AuditEntry;
import dev.parley.domain.audit.ChainWalk;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What was done, as rows of {@code chat_audit}. A row that was tampered with can hold anything. */
record AuditRow(
        long number,
        Instant at,
        @Nullable String actor,
        String action,
        @Nullable String subject,
        @Nullable String detail,
        @Nullable String address,
        String link) {

    /** What a select lists to have entries read from its rows. */
    static final String COLUMNS = "entry_number, occurred_at, actor_id, action, subject, detail, address, link";

    private static final String INSERT = """
            INSERT INTO ${schema}.chat_audit (tenant, entry_number, occurred_at, actor_id, action, subject, detail,
                address, link)
            VALUES (:tenant, :number, :at, :actor, :action, :subject, :detail, :address, :link)""";

    static void insert(Handle handle, Recorded recorded) {
        AuditEntry entry = recorded.entry();
        try (Update update = handle.createUpdate(INSERT)) {
            update.bind("tenant", entry.tenant().value())
                    .bind("number", recorded.number())
                    .bind("at", entry.at())
                    .bind("actor", entry.actor() == null ? null : entry.actor().value())
                    .bind("action", Columns.word(entry.action()))
                    .bind("subject", entry.subject())
                    .bind("detail", entry.detail())
                    .bind("address", entry.address())
                    .bind("link", recorded.link())
                    .execute();
        }
    }

    static AuditRow read(ResultSet row) throws SQLException {
        return new AuditRow(
                row.getLong("entry_number"),
                Columns.time(row, "occurred_at"),
                row.getString("actor_id"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("address"),
                row.getString("link"));
    }

    /** @throws StoreException.Broken if it holds what was never written */
    Recorded recorded(TenantId tenant) {
        try {
            UserId who = actor == null ? null : new UserId(actor);
            AuditAction what = AuditAction.valueOf(action.toUpperCase(Locale.ROOT));
            return new Recorded(number, new AuditEntry(tenant, at, who, what, subject, detail, address), link);
        } catch (IllegalArgumentException tampered) {
            throw new StoreException.Broken("an audit entry can't be read", tampered);
        }
    }

    /** Whether it is what comes next in its tenant's chain. */
    boolean fits(TenantId tenant, ChainWalk walk) {
        try {
            return walk.goOn(number, recorded(tenant).entry(), link);
        } catch (StoreException.Broken unreadable) {
            return false;
        }
    }
}
