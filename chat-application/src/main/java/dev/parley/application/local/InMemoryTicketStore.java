package dev.parley.application.local;

import dev.parley.application.port.out.LoginStore.SecretDigest;
import dev.parley.application.port.out.TicketStore;
import dev.parley.domain.identity.TenantId;
import java.time.Instant;

final class InMemoryTicketStore implements TicketStore {

    private final MemoryConnection connection;

    InMemoryTicketStore(MemoryConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean spend(TenantId tenant, SecretDigest ticket, Instant end) {
        return connection.transaction(memory -> memory.tickets().spend(tenant, ticket, end));
    }

    @Override
    public int purge(Instant before, int limit) {
        return connection.transaction(memory -> memory.tickets().purge(before, limit));
    }
}
