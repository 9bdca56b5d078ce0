package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisConfig.Servers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.Delay;

/** The master has everything. Sentinels tell which server that is, and when it is another. */
final class WatchedMaster implements Topology {

    /** How long a sentinel that does not answer is left alone. */
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);

    private final RedisSentinelClient client;

    /** Asks the sentinels, one after the other. Blocks; throws what Jedis throws if none of them knows. */
    WatchedMaster(Servers.Watched watched, Access access) {
        try {
            this.client = RedisSentinelClient.builder()
                    .masterName(watched.master())
                    .sentinels(new HashSet<>(Access.places(watched.sentinels())))
                    .sentinelClientConfig(access.toSentinels(watched.login()))
                    .sentinelReconnectDelay(Delay.constant(ASK_AGAIN_AFTER))
                    .clientConfig(access.toServers())
                    .poolConfig(access.pool())
                    .build();
        } catch (JedisException e) {
            findOutWhy(e, watched, access);
            throw e;
        }
    }

    /** Jedis says only that none of them knows. */
    private static void findOutWhy(JedisException failure, Servers.Watched watched, Access access) {
        for (HostAndPort sentinel : Access.places(watched.sentinels())) {
            try (Jedis guard = new Jedis(sentinel, access.toSentinels(watched.login()))) {
                guard.ping();
            } catch (JedisException e) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public UnifiedJedis client() {
        return client;
    }

    @Override
    public HostAndPort serverOf(String key) {
        return client.getCurrentMaster();
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return client.getPrimaryNodesConnectionMap().values().iterator().next().getResource();
    }

    @Override
    public List<HostAndPort> masters() {
        return List.of(client.getCurrentMaster());
    }

    @Override
    public HostAndPort listeningPost() {
        return client.getCurrentMaster();
    }

    @Override
    public boolean isListeningPost(HostAndPort server) {
        return server.equals(client.getCurrentMaster());
    }

    @Override
    public boolean countsAllListeners() {
        return true;
    }

    @Override
    public void refresh() {
        // The sentinels tell by themselves.
    }

    @Override
    public void close() {
        client.close();
    }
}
