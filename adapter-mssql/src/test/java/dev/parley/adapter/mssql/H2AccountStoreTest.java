package dev.parley.adapter.mssql;

import dev.parley.application.contract.AccountStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2AccountStoreTest extends AccountStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
