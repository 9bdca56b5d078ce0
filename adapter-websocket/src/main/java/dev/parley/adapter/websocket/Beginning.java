package dev.parley.adapter.websocket;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection's events begin: after what the client has, if it says so in time, else now. No event leaves before
 * that is decided. Thread-safe.
 */
final class Beginning {

    private final AtomicReference<@Nullable Decision> decision = new AtomicReference<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    /**
     * What was decided.
     *
     * @param from where the client stands; null for: now
     */
    record Decision(@Nullable Standpoint from) {}

    /** The client says where it stands; false if that was decided before. */
    boolean resume(Standpoint from) {
        return decision.compareAndSet(null, new Decision(from));
    }

    /** The client goes on from now, unless it was decided otherwise before. */
    void live() {
        decision.compareAndSet(null, new Decision(null));
    }

    /** The feed stands where it was decided, or never will. */
    void begin() {
        begun.countDown();
    }

    /**
     * Waits for the feed to stand where it was decided. A message that is sent after this is behind that point, so its
     * event, which is its acknowledgement, can't be among those that are passed over.
     */
    void awaitBegun() {
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null while it is undecided. */
    @Nullable
    Decision decided() {
        return decision.get();
    }
}
