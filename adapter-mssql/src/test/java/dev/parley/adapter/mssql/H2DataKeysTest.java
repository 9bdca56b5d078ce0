package dev.parley.adapter.mssql;

import dev.parley.application.contract.DataKeysContract;
import dev.parley.application.contract.StoreBackend;

class H2DataKeysTest extends DataKeysContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
