package dev.parley.adapter.mssql;

import dev.parley.application.contract.SessionStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2SessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
