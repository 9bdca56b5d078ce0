package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisConfig.Servers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Each server has a part of the keys; what is said at one of them is heard at all. */
final class Cluster implements Topology {

    /** How often it is looked up who has what, even if nothing fails. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private static final int TRIES = 3;

    private final ClusterConnectionProvider servers;
    private final RedisClusterClient client;

    /** Asks the servers that are known, one after the other. Blocks; throws what Jedis throws if none of them knows. */
    Cluster(Servers.Cluster cluster, Access access) {
        Set<HostAndPort> known = new HashSet<>(Access.places(cluster.known()));
        this.servers = new ClusterConnectionProvider(known, access.toServers(), access.pool(), LOOK_EVERY);
        this.client = RedisClusterClient.builder()
                .nodes(known)
                .clientConfig(access.toServers())
                .connectionProvider(servers)
                .maxAttempts(TRIES)
                .maxTotalRetriesDuration(access.timeout())
                .build();
    }

    @Override
    public UnifiedJedis client() {
        return client;
    }

    @Override
    public HostAndPort serverOf(String key) {
        HostAndPort server = servers.getNode(JedisClusterCRC16.getSlot(key));
        if (server == null) {
            throw new JedisClusterOperationException("No server of the cluster has this part of the keys");
        }
        return server;
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return servers.getConnection(server);
    }

    @Override
    public List<HostAndPort> masters() {
        return servers.getPrimaryNodes().keySet().stream()
                .map(HostAndPort::from)
                .toList();
    }

    /** Any of them, so that one that does not answer is not tried again and again. */
    @Override
    public HostAndPort listeningPost() {
        List<String> all = List.copyOf(servers.getNodes().keySet());
        if (all.isEmpty()) {
            throw new JedisClusterOperationException("No server of the cluster is known");
        }
        return HostAndPort.from(all.get(ThreadLocalRandom.current().nextInt(all.size())));
    }

    @Override
    public boolean isListeningPost(HostAndPort server) {
        return servers.getNodes().containsKey(server.toString());
    }

    @Override
    public boolean countsAllListeners() {
        return false;
    }

    @Override
    public void refresh() {
        servers.renewSlotCache();
    }

    @Override
    public void close() {
        client.close();
    }
}
