package dev.parley.application.local;

import dev.parley.application.contract.WorkQueueContract;
import dev.parley.application.port.out.WorkQueue;

class LocalWorkQueueTest extends WorkQueueContract {

    @Override
    protected WorkQueue queue(int capacity) {
        return new LocalWorkQueue(capacity);
    }
}
