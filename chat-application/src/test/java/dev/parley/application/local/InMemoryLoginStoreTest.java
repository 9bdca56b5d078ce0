package dev.parley.application.local;

import dev.parley.application.contract.LoginStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryLoginStoreTest extends LoginStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
