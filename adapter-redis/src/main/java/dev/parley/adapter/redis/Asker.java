package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Asks Redis where somebody waits for the answer: never long, and not at all while Redis is away, hangs or takes nothing.
 * Whether it is back is found out aside, so that nobody waits for that either.
 */
final class Asker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);
    private static final String PROBE = "parley:probe";

    private final RedisConnections connections;
    private final Duration patience;
    private final AtomicBoolean away = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param patience how long an answer may take, the wait for a connection included */
    Asker(RedisConnections connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
    }

    /** Asks. Blocks no longer than the patience; empty if there is no answer in this time, or none is expected. */
    <T> Optional<T> ask(Function<UnifiedJedis, T> command) {
        return away.get() ? Optional.empty() : answer(() -> connections.call(command));
    }

    /** Asks several things in one go, otherwise as {@link #ask} does. */
    <T> Optional<T> askTogether(Function<Batch, T> commands) {
        return away.get() ? Optional.empty() : answer(() -> connections.callTogether(commands));
    }

    /** Asks whether it can be read and written now. Blocks no longer than the patience. */
    boolean answers() {
        boolean answers = answer(() -> connections.call(Asker::probe)).isPresent();
        if (answers) {
            isBack();
        }
        return answers;
    }

    private static String probe(UnifiedJedis redis) {
        return redis.set(PROBE, "", SetParams.setParams().px(1_000));
    }

    private <T> Optional<T> answer(Callable<T> question) {
        var task = new FutureTask<>(question);
        Thread.ofVirtual().name("redis-asker").start(task);
        try {
            return Optional.of(task.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            isAway("no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof JedisException failure)) {
                throw new IllegalStateException("what was asked of Redis failed", e.getCause());
            }
            isAway(Reason.of(failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            task.cancel(true); // gives its connection back at once
        }
        return Optional.empty();
    }

    private void isAway(String reason) {
        if (away.compareAndSet(false, true) && !isClosed()) {
            LOG.warn(
                    "Redis does not answer; until it does, rates are limited by each node alone, and replies other"
                            + " nodes write are shown when they are done: {}",
                    reason);
            Thread.ofVirtual().name("redis-probe").start(this::waitForIt);
        }
    }

    private void isBack() {
        if (away.compareAndSet(true, false)) {
            LOG.info("Redis answers again");
        }
    }

    private void waitForIt() {
        var backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
        try {
            while (away.get() && !closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS)) {
                if (answer(() -> connections.call(Asker::probe)).isPresent()) {
                    isBack();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Ends looking for Redis. */
    @Override
    public void close() {
        closed.countDown();
    }
}
