package dev.parley.application.local;

import dev.parley.application.port.out.NodeLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is alive until when. Guarded by the lock of {@link Memory}. */
final class MemoryLeases {

    private final InstantSource clock;
    private final Map<String, Term> terms = new HashMap<>();

    MemoryLeases(InstantSource clock) {
        this.clock = clock;
    }

    NodeLease take(String node, Duration timeToLive) {
        Term before = terms.get(node);
        NodeLease lease = new NodeLease(node, before == null ? 1 : before.epoch() + 1);
        terms.put(node, new Term(lease.epoch(), clock.instant().plus(timeToLive)));
        return lease;
    }

    boolean renew(NodeLease lease, Duration timeToLive) {
        if (!alive(lease)) {
            return false;
        }
        terms.put(lease.node(), new Term(lease.epoch(), clock.instant().plus(timeToLive)));
        return true;
    }

    void release(NodeLease lease) {
        if (alive(lease)) {
            terms.put(lease.node(), new Term(lease.epoch(), Instant.MIN));
        }
    }

    boolean alive(@Nullable NodeLease lease) {
        if (lease == null) {
            return false;
        }
        Term term = terms.get(lease.node());
        return term != null && term.epoch() == lease.epoch() && clock.instant().isBefore(term.until());
    }

    private record Term(long epoch, Instant until) {}
}
