package dev.parley.application.local;

import dev.parley.application.port.out.IdGenerator;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Version 7 UUIDs: the time in milliseconds, then 74 random bits. */
public final class TimeOrderedIds implements IdGenerator {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * A generator.
     *
     * @param clock gives the time part
     * @param random gives the rest; need not be thread-safe, but must not be guessable where ids are secrets
     */
    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID next() {
        lock.lock();
        try {
            long high = clock.millis() << 16 | VERSION | random.nextLong() >>> 52;
            return new UUID(high, VARIANT | random.nextLong() >>> 2);
        } finally {
            lock.unlock();
        }
    }
}
