package dev.parley.adapter.websocket;

import dev.parley.application.port.in.Feed;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection's events begin: after what the client has, if it says so in time, else now. No event leaves before
 * that is decided. Thread-safe.
 */
final class Beginning {

    private final AtomicReference<@Nullable Decision> decision = new AtomicReference<>();

    /**
     * What was decided.
     *
     * @param from where the client stands; null for: now
     */
    record Decision(Feed.@Nullable Resume from) {}

    /** The client says where it stands; false if that was decided before. */
    boolean resume(Feed.Resume from) {
        return decision.compareAndSet(null, new Decision(from));
    }

    /** The client goes on from now, unless it was decided otherwise before. */
    void live() {
        decision.compareAndSet(null, new Decision(null));
    }

    /** Null while it is undecided. */
    @Nullable
    Decision decided() {
        return decision.get();
    }
}
