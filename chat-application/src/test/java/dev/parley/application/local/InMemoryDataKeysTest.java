package dev.parley.application.local;

import dev.parley.application.contract.DataKeysContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryDataKeysTest extends DataKeysContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
