package dev.parley.adapter.mssql;

import dev.parley.application.contract.NodeLeasesContract;
import dev.parley.application.contract.StoreBackend;

class H2NodeLeasesTest extends NodeLeasesContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
