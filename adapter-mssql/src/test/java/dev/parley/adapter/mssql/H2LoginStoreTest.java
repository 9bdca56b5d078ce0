package dev.parley.adapter.mssql;

import dev.parley.application.contract.LoginStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2LoginStoreTest extends LoginStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
