package dev.parley.application.local;

import dev.parley.application.contract.StoreBackend;
import dev.parley.application.contract.TicketStoreContract;

class InMemoryTicketStoreTest extends TicketStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
