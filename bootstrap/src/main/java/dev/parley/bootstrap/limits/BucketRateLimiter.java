package dev.parley.bootstrap.limits;

import dev.parley.application.port.out.RateLimiter;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Limits rates within this process, by token buckets. */
public final class BucketRateLimiter implements RateLimiter {

    /** Some 30 MB if all are in use. */
    public static final int MOST_BUCKETS = 100_000;

    private final Map<Action, Rate> rates;
    private final Buckets buckets;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * A limiter that has seen nobody yet.
     *
     * @param rates what is allowed; an action without one is not limited
     * @param mostBuckets how many are remembered; beyond it those not asked for longest are forgotten
     * @param nanoTime a clock that only goes forward, like {@link System#nanoTime}
     */
    public BucketRateLimiter(Map<Action, Rate> rates, int mostBuckets, LongSupplier nanoTime) {
        this.rates = Map.copyOf(rates);
        this.buckets = new Buckets(mostBuckets, nanoTime);
    }

    @Override
    public Optional<Duration> take(Action action, Subject subject) {
        lock.lock();
        try {
            List<Bucket> concerned = concerned(action, subject);
            Optional<Duration> wait = wait(concerned);
            if (wait.isEmpty()) {
                concerned.forEach(bucket -> bucket.tryConsume(1));
            }
            return wait;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Duration> peek(Action action, Subject subject) {
        lock.lock();
        try {
            return wait(concerned(action, subject));
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Duration> wait(List<Bucket> concerned) {
        long wait = concerned.stream()
                .mapToLong(bucket -> bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill())
                .max()
                .orElse(0);
        return wait > 0 ? Optional.of(Duration.ofNanos(wait)) : Optional.empty();
    }

    private List<Bucket> concerned(Action action, Subject subject) {
        Rate rate = rates.getOrDefault(action, Rate.UNLIMITED);
        var concerned = new ArrayList<Bucket>(3);
        if (subject.address() != null && rate.perAddress() > 0) {
            var key = new BucketKey.OfAddress(action, subject.tenant(), NetworkAddress.of(subject.address()));
            concerned.add(buckets.of(key, rate.perAddress()));
        }
        if (subject.user() != null && rate.perUser() > 0) {
            var key = new BucketKey.OfUser(action, subject.tenant(), subject.user());
            concerned.add(buckets.of(key, rate.perUser()));
        }
        if (rate.perTenant() > 0) {
            concerned.add(buckets.of(new BucketKey.OfTenant(action, subject.tenant()), rate.perTenant()));
        }
        return concerned;
    }

    /** How many buckets are remembered. */
    public long remembered() {
        lock.lock();
        try {
            return buckets.size();
        } finally {
            lock.unlock();
        }
    }
}
