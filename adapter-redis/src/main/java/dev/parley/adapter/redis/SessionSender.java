package dev.parley.adapter.redis;

import dev.parley.adapter.redis.WaitingSessions.Word;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Tells Redis what is remembered of sessions, on a thread of its own and in pipelines. What can't be told is left: whoever
 * finds something old there finds out, too.
 */
final class SessionSender implements AutoCloseable {

    private static final Script KEEP = Script.named("recent-keep");
    private static final int AT_ONCE = 64;
    private static final Logger LOG = LoggerFactory.getLogger(SessionSender.class);

    private final RedisConnections connections;
    private final WaitingSessions waiting;
    private final SessionSeal seal;
    private final Duration timeToLive;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Whether people were told so. Used by the thread alone. */
    private boolean isAway;

    private SessionSender(
            RedisConnections connections, WaitingSessions waiting, SessionSeal seal, Duration timeToLive) {
        this.connections = connections;
        this.waiting = waiting;
        this.seal = seal;
        this.timeToLive = timeToLive;
        this.thread = Thread.ofVirtual().name("redis-sessions").unstarted(this::run);
    }

    static SessionSender open(
            RedisConnections connections, WaitingSessions waiting, SessionSeal seal, Duration timeToLive) {
        var sender = new SessionSender(connections, waiting, seal, timeToLive);
        sender.thread.start();
        return sender;
    }

    static String keyOf(SessionKey key) {
        return "parley:recent:{" + key.tenant() + ":" + key.session() + "}";
    }

    private void run() {
        try {
            List<Word> next = waiting.await(AT_ONCE);
            while (!next.isEmpty() && closed.getCount() > 0) {
                send(next);
                next = waiting.await(AT_ONCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Word> words) throws InterruptedException {
        try {
            List<Ready> ready = words.stream().flatMap(this::ready).toList();
            if (!ready.isEmpty()) {
                connections.callTogether(batch -> say(batch, ready));
                isBack();
            }
        } catch (JedisException e) {
            isAway(e);
        } catch (RuntimeException e) {
            LOG.error("Redis was not told of sessions in a way that should not be; it goes on", e);
        }
    }

    /** What is ready to be said of a session. */
    private record Ready(String key, List<String> arguments) {}

    private Stream<Ready> ready(Word word) {
        try {
            return Stream.of(new Ready(keyOf(word.key()), arguments(word)));
        } catch (StoreException e) {
            LOG.debug("What Redis should remember of a session can't be sealed now, and is left", e);
            return Stream.empty();
        }
    }

    private List<String> arguments(Word word) {
        SessionSnapshot snapshot = word.snapshot();
        return List.of(
                Long.toString(word.head().value()),
                Long.toString(word.headerSeq()),
                Integer.toString(word.messages()),
                Long.toString(timeToLive.toMillis()),
                snapshot == null ? "" : seal.seal(word.key(), SessionJson.of(snapshot)));
    }

    private static List<Object> say(Batch batch, List<Ready> words) {
        List<Answer<Object>> answers = words.stream()
                .map(word -> batch.run(KEEP, List.of(word.key()), word.arguments()))
                .toList();
        batch.send();
        return answers.stream().map(Answer::get).toList();
    }

    private void isBack() {
        if (isAway) {
            isAway = false;
            LOG.info("Redis remembers sessions again");
        }
        backoff.reset();
    }

    private void isAway(JedisException e) throws InterruptedException {
        if (!isAway) {
            LOG.warn(
                    "Redis does not remember sessions; nodes that don't know one read it from the store: {}",
                    e.getMessage());
        }
        isAway = true;
        waiting.clear();
        closed.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends it; what waits is left. The waiting sessions are to be closed before. Blocks no longer than an answer may take. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(connections.timeout())) {
                LOG.debug("Redis did not take the last sessions in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
