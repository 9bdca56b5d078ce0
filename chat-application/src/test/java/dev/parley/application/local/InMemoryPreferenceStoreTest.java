package dev.parley.application.local;

import dev.parley.application.contract.PreferenceStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryPreferenceStoreTest extends PreferenceStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
