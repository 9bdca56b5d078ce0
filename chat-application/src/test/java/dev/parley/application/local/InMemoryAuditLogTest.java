package dev.parley.application.local;

import dev.parley.application.contract.AuditLogContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryAuditLogTest extends AuditLogContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
