package dev.parley.adapter.mssql;

import dev.parley.application.contract.ConversationStoreContract;
import dev.parley.application.contract.StoreBackend;

/** Sealed texts change nothing for who reads them. */
class SealedH2ConversationStoreTest extends ConversationStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.sealed();
    }
}
