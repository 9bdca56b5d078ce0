package dev.parley.application.local;

import static java.util.Objects.requireNonNull;

import dev.parley.application.contract.WorkQueueContract;
import dev.parley.application.port.out.WorkQueue;
import org.jspecify.annotations.Nullable;

class LocalWorkQueueTest extends WorkQueueContract {

    private @Nullable WorkQueue queue;

    @Override
    protected WorkQueue queue(int capacity) {
        queue = new LocalWorkQueue(capacity);
        return queue;
    }

    @Override
    protected WorkQueue queueOfAnotherNode() {
        return requireNonNull(queue);
    }

    @Override
    protected void loseBackend() {
        // There is none: everything is in this process.
    }
}
