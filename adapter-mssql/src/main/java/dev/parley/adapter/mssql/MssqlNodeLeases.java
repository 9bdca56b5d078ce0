package dev.parley.adapter.mssql;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Leases by the database's clock: nodes may disagree about the time. */
final class MssqlNodeLeases implements NodeLeases {

    private static final String EXPIRY = "DATEADD(MILLISECOND, :millis, ${now})";

    private static final String RETAKE =
            "UPDATE ${schema}.chat_node_leases SET epoch = epoch + 1, expires_at = " + EXPIRY + " WHERE node = :node";

    private static final String TAKE =
            "INSERT INTO ${schema}.chat_node_leases (node, epoch, expires_at) VALUES (:node, 1, " + EXPIRY + ")";

    private static final String EPOCH = "SELECT epoch FROM ${schema}.chat_node_leases WHERE node = :node";

    private static final String RENEW = "UPDATE ${schema}.chat_node_leases SET expires_at = " + EXPIRY
            + " WHERE node = :node AND epoch = :epoch AND expires_at > ${now}";

    /** A second ago, for a column rounds. */
    private static final String RELEASE =
            "UPDATE ${schema}.chat_node_leases SET expires_at = DATEADD(SECOND, -1, ${now})"
                    + " WHERE node = :node AND epoch = :epoch AND expires_at > ${now}";

    private final Transactions transactions;

    MssqlNodeLeases(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public NodeLease take(String node, Duration timeToLive) {
        int millis = millis(timeToLive);
        return transactions.run("taking a lease", handle -> take(handle, node, millis));
    }

    @Override
    public boolean renew(NodeLease lease, Duration timeToLive) {
        int millis = millis(timeToLive);
        return transactions.runEach("renewing a lease", handle -> {
            try (Update update = handle.createUpdate(RENEW)) {
                return bound(update, lease).bind("millis", millis).execute() == 1;
            }
        });
    }

    @Override
    public void release(NodeLease lease) {
        transactions.run("releasing a lease", handle -> {
            try (Update update = handle.createUpdate(RELEASE)) {
                return bound(update, lease).execute();
            }
        });
    }

    private static NodeLease take(Handle handle, String node, int millis) {
        try (Update retake = handle.createUpdate(RETAKE);
                Update first = handle.createUpdate(TAKE);
                Query epoch = handle.createQuery(EPOCH)) {
            if (retake.bind("node", node).bind("millis", millis).execute() == 0) {
                first.bind("node", node).bind("millis", millis).execute();
            }
            return new NodeLease(
                    node, epoch.bind("node", node).mapTo(Long.class).one());
        }
    }

    private static Update bound(Update update, NodeLease lease) {
        return update.bind("node", lease.node()).bind("epoch", lease.epoch());
    }

    private static int millis(Duration timeToLive) {
        return Math.toIntExact(timeToLive.toMillis());
    }
}
