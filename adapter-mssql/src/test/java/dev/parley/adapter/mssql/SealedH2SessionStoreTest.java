package dev.parley.adapter.mssql;

import dev.parley.application.contract.SessionStoreContract;
import dev.parley.application.contract.StoreBackend;

/** Sealed texts change nothing for who reads them. */
class SealedH2SessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.sealed();
    }
}
