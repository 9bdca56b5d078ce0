package dev.parley.bootstrap.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Remembers a fixed number of buckets, those asked for last. Not thread-safe. */
final class Buckets {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int FORGOTTEN_AT_ONCE = 4;

    private final Map<BucketKey, Used> used = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private final LongSupplier nanoTime;
    private final TimeMeter meter;

    Buckets(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.meter = new NanoTime(nanoTime);
    }

    private static final class Used {

        private final Bucket bucket;
        private long at;

        Used(Bucket bucket) {
            this.bucket = bucket;
        }
    }

    private record NanoTime(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    Bucket of(BucketKey key, int perMinute) {
        long now = nanoTime.getAsLong();
        Used found = used.computeIfAbsent(key, same -> new Used(full(perMinute)));
        found.at = now;
        forget(now);
        return found.bucket;
    }

    private Bucket full(int perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .withCustomTimePrecision(meter)
                .build();
    }

    /** After a whole period nothing is left to be remembered of a bucket: it is full. */
    private void forget(long now) {
        Iterator<Used> longest = used.values().iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && longest.hasNext(); i++) {
            Used oldest = longest.next();
            if (used.size() <= most && now - oldest.at < PERIOD.toNanos()) {
                return;
            }
            longest.remove();
        }
    }

    int size() {
        return used.size();
    }
}
