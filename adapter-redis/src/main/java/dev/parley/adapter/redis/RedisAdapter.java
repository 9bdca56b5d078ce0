package dev.parley.adapter.redis;

import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.Presence;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.SessionCache;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.Vault;
import dev.parley.application.port.out.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What several nodes share, in one Redis, wherever it runs. A Redis that is away delays nobody: it is looked for again and again, and
 * meanwhile the store tells what other nodes did.
 */
public final class RedisAdapter implements AutoCloseable {

    private final RedisConfig config;
    private final String node = UUID.randomUUID().toString();
    private final RedisConnections connections;
    private final Exchange exchange;
    private final Asker asker;
    private final RedisEventBus bus;
    private final RedisUserBus userBus;
    private volatile @Nullable RedisReplyLog replies;
    private volatile @Nullable RedisPresence presence;
    private volatile @Nullable RedisWorkQueue work;
    private volatile @Nullable RedisSessionCache sessions;

    private RedisAdapter(RedisConfig config, Observer observer) {
        this.config = config;
        this.connections = new RedisConnections(config, observer);
        this.exchange = Exchange.open(connections, config.timeout(), Heartbeat.STANDARD);
        this.asker = new Asker(connections, config.timeout());
        this.bus = RedisEventBus.over(exchange, node);
        this.userBus = RedisUserBus.over(exchange, node);
    }

    /** Begins to look for Redis. Does not block, and does not fail if it is away. */
    public static RedisAdapter open(RedisConfig config) {
        return open(config, Observer.NONE);
    }

    /** The same with somebody who hears of calls. */
    public static RedisAdapter open(RedisConfig config, Observer observer) {
        return new RedisAdapter(config, observer);
    }

    /** Hears of calls to Redis, to count and time them. Called by many threads; must neither block nor throw. */
    @FunctionalInterface
    public interface Observer {

        /** Hears nothing. */
        Observer NONE = (together, answered, nanos) -> {};

        /**
         * A call is over.
         *
         * @param together whether several things were asked in one go
         * @param answered false if Redis was away, refused, or was not waited for any longer
         * @param nanos how long it took, with the wait for a connection
         */
        void called(boolean together, boolean answered, long nanos);
    }

    /**
     * Looks at a Redis once, and closes what it opened. Blocks; if a server is silent, for a few times the
     * configured timeout.
     *
     * @return its version and what is to be said about it, or why it does not tell
     */
    public static Examination examine(RedisConfig config) {
        return Examiner.examine(config);
    }

    /** What came of looking. */
    public sealed interface Examination {

        /**
         * It answered.
         *
         * @param version of the server, or of one of them
         * @param concerns what is dangerous or slow
         */
        record Answers(String version, List<Concern> concerns) implements Examination {

            /** Copies the list. */
            public Answers {
                concerns = List.copyOf(concerns);
            }
        }

        /** It did not, or refused. The reason holds no password. */
        record Silent(String reason) implements Examination {}
    }

    /**
     * Something about a server that somebody should know.
     *
     * @param grave whether it does not work like this
     * @param text which server, what it is, and what to do; without secrets
     */
    public record Concern(boolean grave, String text) {}

    /** The bus over all nodes. Closed with this adapter, or before. */
    public EventBus eventBus() {
        return bus;
    }

    /** The bus of news about users over all nodes. Closed with this adapter, or before. */
    public UserBus userBus() {
        return userBus;
    }

    /**
     * The running replies of all nodes. To be had once; closed with this adapter.
     *
     * @param near the log of this node, which nobody else writes to
     * @param vault seals what Redis gets to see
     */
    public ReplyLog replyLog(ReplyLog near, Vault vault) {
        var log = RedisReplyLog.over(near, exchange, node, new ReplySeal(vault), config.timeout(), connections, asker);
        replies = log;
        return log;
    }

    /** The work of all nodes. To be had once; closed with this adapter. */
    public WorkQueue workQueue() {
        var queue = RedisWorkQueue.over(connections, RedisWorkQueue.CAPACITY);
        work = queue;
        return queue;
    }

    /**
     * Who is where on all nodes. To be had once; closed with this adapter.
     *
     * @param near who is where on this node, which nobody else uses
     */
    public Presence presence(Presence near) {
        var people = RedisPresence.over(
                near, exchange, connections, asker, node, new RedisPresence.Time(PresenceKeeper.Pace.STANDARD));
        presence = people;
        return people;
    }

    /**
     * What all nodes remember of sessions together. To be had once; closed with this adapter.
     *
     * @param vault seals what Redis gets to see
     * @param timeToLive how long Redis keeps a session, at least 1 ms
     */
    public SessionCache sessionCache(Vault vault, Duration timeToLive) {
        var cache = RedisSessionCache.over(connections, asker, vault, timeToLive);
        sessions = cache;
        return cache;
    }

    /**
     * Limits over all nodes.
     *
     * @param household makes one of addresses that count as one
     * @param alone limits this node while Redis is away
     */
    public RateLimiter rateLimiter(RedisRatesConfig rates, UnaryOperator<String> household, RateLimiter alone) {
        return new RedisRateLimiter(asker, rates, household, alone, RedisRateLimiter.REDIS_TIME);
    }

    /**
     * Whether Redis can be read and written now, and what other nodes say is heard. Blocks for at most the configured
     * timeout. For health.
     */
    public boolean answers() {
        return asker.answers() && exchange.isListening();
    }

    /** Ends all it gave out and all connections. Blocks for a moment; idempotent. */
    @Override
    public void close() {
        RedisWorkQueue queue = work;
        if (queue != null) {
            queue.close();
        }
        RedisReplyLog log = replies;
        if (log != null) {
            log.close();
        }
        RedisPresence people = presence;
        if (people != null) {
            people.close();
        }
        RedisSessionCache cache = sessions;
        if (cache != null) {
            cache.close();
        }
        userBus.close();
        bus.close();
        exchange.close();
        asker.close();
        connections.close();
    }
}
