package dev.parley.application.local;

import dev.parley.application.contract.ReplyJobsContract;
import dev.parley.application.contract.StoreBackend;

class InMemoryReplyJobsTest extends ReplyJobsContract {

    @Override
    protected StoreBackend openBackend() {
        return new MemoryBackend();
    }
}
