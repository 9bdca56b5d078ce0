package dev.parley.adapter.redis;

import dev.parley.adapter.redis.WaitingSessions.Word;
import dev.parley.application.port.out.RecordedEvent;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.SessionKey;
import dev.parley.application.port.out.SessionSnapshot;
import dev.parley.application.port.out.StoreException;
import dev.parley.application.port.out.Vault;
import dev.parley.domain.message.Seq;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all nodes remember of sessions together. Sessions go there whole, after they were read from the store, and an event
 * takes them away: Redis is written a few bytes for each, never the texts again.
 */
final class RedisSessionCache implements SessionCache, AutoCloseable {

    /** The heaviest session that goes there, in bytes. */
    static final int HEAVIEST = 512 * 1024;

    /** How much may wait to go there, in bytes. */
    private static final long MOST_WAITING = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RedisSessionCache.class);

    private final Asker asker;
    private final SessionSeal seal;
    private final WaitingSessions waiting = new WaitingSessions(MOST_WAITING);
    private final SessionSender sender;

    private RedisSessionCache(RedisConnections connections, Asker asker, SessionSeal seal, Duration timeToLive) {
        this.asker = asker;
        this.seal = seal;
        this.sender = SessionSender.open(connections, waiting, seal, timeToLive);
    }

    /**
     * A cache.
     *
     * @param vault seals what Redis gets to see
     * @param timeToLive how long a session stays there, at least 1 ms
     */
    static RedisSessionCache over(RedisConnections connections, Asker asker, Vault vault, Duration timeToLive) {
        return new RedisSessionCache(connections, asker, new SessionSeal(vault), timeToLive);
    }

    /** Blocks no longer than Redis may take to answer, unless a tenant's key must be fetched. */
    @Override
    public Optional<SessionSnapshot> find(SessionKey key) {
        return asker.ask(redis -> Optional.ofNullable(redis.hget(SessionSender.keyOf(key), "session")))
                .flatMap(kept -> kept)
                .flatMap(text -> opened(key, text));
    }

    private Optional<SessionSnapshot> opened(SessionKey key, String sealed) {
        try {
            return Optional.of(SessionJson.parse(key, seal.open(key, sealed)));
        } catch (IllegalArgumentException | StoreException e) {
            // Of a node of another version, or with another key. The store has it.
            LOG.debug("What Redis remembers of a session can't be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void expect(SessionKey key, Seq atLeast) {
        if (!atLeast.equals(Seq.NONE)) {
            waiting.add(new Word(key, atLeast, null));
        }
    }

    @Override
    public void keep(SessionSnapshot snapshot) {
        waiting.add(new Word(snapshot.key(), snapshot.head(), snapshot.weight() > HEAVIEST ? null : snapshot));
    }

    @Override
    public void appended(List<RecordedEvent> events) {
        RecordedEvent last = events.getLast();
        waiting.add(new Word(last.session(), last.seq(), null));
    }

    /** Ends it. Idempotent. */
    @Override
    public void close() {
        waiting.close();
        sender.close();
    }
}
