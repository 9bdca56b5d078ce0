package dev.parley.adapter.mssql;

import dev.parley.application.contract.PreferenceStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2PreferenceStoreTest extends PreferenceStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
