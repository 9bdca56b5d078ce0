package dev.parley.adapter.mssql;

import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.TicketStoreContract;

class H2TicketStoreTest extends TicketStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
