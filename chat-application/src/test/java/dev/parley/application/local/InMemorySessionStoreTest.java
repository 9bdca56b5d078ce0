package dev.parley.application.local;

import dev.parley.application.contract.SessionStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemorySessionStoreTest extends SessionStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
