package dev.parley.adapter.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;

/**
 * Connections of one thread's own, for batches that follow each other closely: one from the pool is asked for a sign of life
 * each time, which costs Redis as much as a batch. One that rested may be dead and is made anew. Used by one thread.
 */
final class Lane implements Batch.Pipelines, AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Function<HostAndPort, Connection> connect;
    private final Map<HostAndPort, Used> used = new HashMap<>();

    /** @param connect makes a connection to a server; may block, and throw what Jedis throws */
    Lane(Function<HostAndPort, Connection> connect) {
        this.connect = connect;
    }

    private record Used(Connection connection, long at) {

        boolean isFresh() {
            return System.nanoTime() - at < FRESH.toNanos();
        }
    }

    @Override
    public Pipeline open(HostAndPort server) {
        giveUpWhatRested();
        Used known = used.get(server);
        Connection connection = known == null ? connect.apply(server) : known.connection();
        used.put(server, new Used(connection, System.nanoTime()));
        return new Pipeline(connection, false);
    }

    @Override
    public void broke(HostAndPort server) {
        Used known = used.remove(server);
        if (known != null) {
            RedisConnections.cut(known.connection());
        }
    }

    private void giveUpWhatRested() {
        for (Iterator<Used> all = used.values().iterator(); all.hasNext(); ) {
            Used one = all.next();
            if (!one.isFresh()) {
                all.remove();
                RedisConnections.cut(one.connection());
            }
        }
    }

    /** Ends its connections. Idempotent. */
    @Override
    public void close() {
        used.values().forEach(one -> RedisConnections.cut(one.connection()));
        used.clear();
    }
}
