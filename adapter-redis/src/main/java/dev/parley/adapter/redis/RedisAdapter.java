package dev.parley.adapter.redis;

import dev.parley.application.port.out.EventBus;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.port.out.ReplyLog;
import dev.parley.application.port.out.UserBus;
import dev.parley.application.port.out.Vault;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What several nodes share, in one Redis. A Redis that is away delays nobody: it is looked for again and again, and
 * meanwhile the store tells what other nodes did.
 */
public final class RedisAdapter implements AutoCloseable {

    private static final String VERSION = "redis_version:";

    private final RedisConfig config;
    private final String node = UUID.randomUUID().toString();
    private final RedisConnections connections;
    private final Exchange exchange;
    private final Asker asker;
    private final RedisEventBus bus;
    private final RedisUserBus userBus;
    private volatile @Nullable RedisReplyLog replies;

    private RedisAdapter(RedisConfig config) {
        this.config = config;
        this.connections = new RedisConnections(config);
        this.exchange = Exchange.open(connections, config.timeout(), Heartbeat.STANDARD);
        this.asker = new Asker(connections, config.timeout());
        this.bus = RedisEventBus.over(exchange, node);
        this.userBus = RedisUserBus.over(exchange, node);
    }

    /** Begins to look for Redis. Does not block, and does not fail if it is away. */
    public static RedisAdapter open(RedisConfig config) {
        return new RedisAdapter(config);
    }

    /**
     * Asks a Redis once who it is, and closes what it opened. Blocks, for at most the configured timeout or so.
     *
     * @return its version, or why it does not tell
     */
    public static Examination examine(RedisConfig config) throws InterruptedException {
        try (var connections = new RedisConnections(config)) {
            String about = connections.call(redis -> redis.info("server"));
            return about.lines()
                    .filter(line -> line.startsWith(VERSION))
                    .map(line -> line.substring(VERSION.length()).strip())
                    .findFirst()
                    .<Examination>map(Examination.Answers::new)
                    .orElseGet(() -> new Examination.Answers("of an unknown version"));
        } catch (JedisException e) {
            return new Examination.Silent(String.valueOf(e.getMessage()));
        }
    }

    /** What came of asking. */
    public sealed interface Examination {

        /** It answered. */
        record Answers(String version) implements Examination {}

        /** It did not, or refused. The reason holds no password. */
        record Silent(String reason) implements Examination {}
    }

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
        RedisReplyLog log = replies;
        if (log != null) {
            log.close();
        }
        userBus.close();
        bus.close();
        exchange.close();
        asker.close();
        connections.close();
    }
}
