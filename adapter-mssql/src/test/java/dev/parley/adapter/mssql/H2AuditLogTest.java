package dev.parley.adapter.mssql;

import dev.parley.application.contract.AuditLogContract;
import dev.parley.application.contract.StoreBackend;

class H2AuditLogTest extends AuditLogContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
