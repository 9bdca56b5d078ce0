package dev.parley.adapter.websocket;

import java.time.Duration;

/** Counts within a while that begins with the first count. Used by one thread at a time. */
final class Tally {

    private final int limit;
    private final long nanos;
    private long beganAt;
    private int count;

    Tally(int limit, Duration within) {
        this.limit = limit;
        this.nanos = within.toNanos();
    }

    /** Counts one; false if it is beyond the limit. */
    boolean count(long now) {
        if (count == 0 || now - beganAt >= nanos) {
            beganAt = now;
            count = 0;
        }
        count++;
        return count <= limit;
    }

    /** How long until counting begins anew. */
    Duration restAt(long now) {
        return Duration.ofNanos(Math.max(0, beganAt + nanos - now));
    }
}
