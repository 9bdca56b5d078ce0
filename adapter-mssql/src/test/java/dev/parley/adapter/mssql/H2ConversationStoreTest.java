package dev.parley.adapter.mssql;

import dev.parley.application.contract.ConversationStoreContract;
import dev.parley.application.contract.StoreBackend;

class H2ConversationStoreTest extends ConversationStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return H2Backend.open();
    }
}
