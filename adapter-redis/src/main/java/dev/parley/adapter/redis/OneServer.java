package dev.parley.adapter.redis;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** One server has everything. It is connected to when it is needed. */
final class OneServer implements Topology {

    private final HostAndPort address;
    private final RedisClient client;

    OneServer(HostAndPort address, Access access) {
        this.address = address;
        this.client = RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(access.toServers())
                .poolConfig(access.pool())
                .build();
    }

    @Override
    public UnifiedJedis client() {
        return client;
    }

    @Override
    public HostAndPort serverOf(String key) {
        return address;
    }

    @Override
    public Connection borrow(HostAndPort server) {
        return client.getPool().getResource();
    }

    @Override
    public List<HostAndPort> masters() {
        return List.of(address);
    }

    @Override
    public HostAndPort listeningPost() {
        return address;
    }

    @Override
    public boolean isListeningPost(HostAndPort server) {
        return true;
    }

    @Override
    public boolean countsAllListeners() {
        return true;
    }

    @Override
    public void refresh() {
        // There is no other.
    }

    @Override
    public void close() {
        client.close();
    }
}
