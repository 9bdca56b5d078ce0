package dev.parley.application.local;

import dev.parley.application.contract.AccountStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryAccountStoreTest extends AccountStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
