package dev.parley.application.local;

import dev.parley.application.contract.ApiKeyStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryApiKeyStoreTest extends ApiKeyStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
