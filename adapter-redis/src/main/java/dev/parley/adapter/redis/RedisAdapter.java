package dev.parley.adapter.redis;

import dev.parley.application.port.out.EventBus;
import java.util.UUID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What several nodes share, in one Redis. A Redis that is away delays nobody: it is looked for again and again, and
 * meanwhile the store tells what other nodes did.
 */
public final class RedisAdapter implements AutoCloseable {

    private static final String VERSION = "redis_version:";

    private final RedisConnections connections;
    private final RedisEventBus bus;

    private RedisAdapter(RedisConnections connections, RedisEventBus bus) {
        this.connections = connections;
        this.bus = bus;
    }

    /** Begins to look for Redis. Does not block, and does not fail if it is away. */
    public static RedisAdapter open(RedisConfig config) {
        RedisConnections connections = new RedisConnections(config);
        String node = UUID.randomUUID().toString();
        return new RedisAdapter(
                connections, RedisEventBus.open(connections, node, config.timeout(), Heartbeat.STANDARD));
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

    /** Whether Redis answers now. Blocks for at most the configured timeout or so. For health. */
    public boolean answers() throws InterruptedException {
        try {
            return "PONG".equals(connections.call(UnifiedJedis::ping));
        } catch (JedisException e) {
            return false; // that it does not answer is the answer
        }
    }

    /** Ends the bus and all connections. Idempotent. */
    @Override
    public void close() {
        bus.close();
        connections.close();
    }
}
