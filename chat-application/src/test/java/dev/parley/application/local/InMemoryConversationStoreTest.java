package dev.parley.application.local;

import dev.parley.application.contract.ConversationStoreContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryConversationStoreTest extends ConversationStoreContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
