package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import dev.parley.application.port.out.NodeLeases;
import java.time.Duration;

final class InMemoryNodeLeases implements NodeLeases {

    private final MemoryConnection connection;

    InMemoryNodeLeases(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public NodeLease take(String node, Duration timeToLive) {
        return connection.transaction(memory -> memory.leases().take(node, timeToLive));
    }

    @Override
    public boolean renew(NodeLease lease, Duration timeToLive) {
        return connection.transaction(memory -> memory.leases().renew(lease, timeToLive));
    }

    @Override
    public void release(NodeLease lease) {
        connection.transaction(memory -> {
            memory.leases().release(lease);
            return true;
        });
    }
}
