package dev.parley.adapter.mssql;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.ReplyJobs.Ticket;
import dev.parley.application.port.out.SessionKey;
import dev.parley.domain.identity.TenantId;
import dev.parley.domain.message.MessageId;
import dev.parley.domain.session.SessionId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What the sweeps ask for: both read the open replies of all tenants, and no others. */
final class ReplySweep {

    static final String STARTABLE = """
            SELECT r.tenant, r.session_id, r.reply_id FROM ${schema}.chat_replies r
            JOIN ${schema}.chat_sessions s
                ON s.tenant = r.tenant AND s.session_id = r.session_id AND s.deleted_at IS NULL
            LEFT JOIN ${schema}.chat_node_leases l
                ON l.node = r.owner_node AND l.epoch = r.owner_epoch AND l.expires_at > ${now}
            WHERE r.open_tenant > '' AND r.open_tenant IS NOT NULL
                AND (r.state = 'pending' OR l.node IS NULL)
                AND NOT EXISTS (SELECT 1 FROM ${schema}.chat_replies e
                    WHERE e.open_tenant = r.open_tenant AND e.open_tenant IS NOT NULL
                        AND e.session_id = r.session_id AND e.turn < r.turn)
            ORDER BY r.row_id OFFSET 0 ROWS FETCH NEXT :rows ROWS ONLY""";

    static final String CANCEL_REQUESTED = """
            SELECT r.reply_id FROM ${schema}.chat_replies r
            WHERE r.open_tenant > '' AND r.open_tenant IS NOT NULL AND r.state = 'streaming'
                AND r.owner_node = :node AND r.owner_epoch = :epoch AND r.cancel_requested_at IS NOT NULL""";

    private ReplySweep() {}

    static List<Ticket> startable(Handle handle, int limit) {
        try (Query query = handle.createQuery(STARTABLE)) {
            return query.bind("rows", limit)
                    .map((row, context) -> new Ticket(
                            new SessionKey(
                                    new TenantId(row.getString("tenant")),
                                    new SessionId(Columns.id(row, "session_id"))),
                            new MessageId(Columns.id(row, "reply_id"))))
                    .list();
        }
    }

    static List<MessageId> cancelRequested(Handle handle, NodeLease owner) {
        try (Query query = handle.createQuery(CANCEL_REQUESTED)) {
            return query.bind("node", owner.node())
                    .bind("epoch", owner.epoch())
                    .map((row, context) -> new MessageId(Columns.id(row, "reply_id")))
                    .list();
        }
    }
}
