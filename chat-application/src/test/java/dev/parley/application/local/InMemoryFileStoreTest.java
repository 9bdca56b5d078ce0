package dev.parley.application.local;

import dev.parley.application.contract.FileStoreContract;
import dev.parley.application.port.out.FileStore;

class InMemoryFileStoreTest extends FileStoreContract {

    @Override
    protected FileStore openStore() {
        return new InMemoryFileStore();
    }
}
