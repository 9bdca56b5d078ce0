package dev.parley.application.local;

import dev.parley.application.contract.NodeLeasesContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryNodeLeasesTest extends NodeLeasesContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
