package dev.parley.adapter.mssql;

import dev.parley.application.contract.ApiKeyStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2ApiKeyStoreTest extends ApiKeyStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
