package dev.parley.adapter.redis;

import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Connections to one Redis. The pool stands behind a gate of the same width: a pool that many virtual threads wait for
 * gets slower by orders of magnitude.
 */
final class RedisConnections implements AutoCloseable {

    private static final int STANDARD_PORT = 6379;

    private final HostAndPort address;
    private final JedisClientConfig clientConfig;
    private final UnifiedJedis client;
    private final Semaphore gate;

    RedisConnections(RedisConfig config) {
        this.address = addressOf(config.uri());
        this.clientConfig = clientConfig(config);
        this.gate = new Semaphore(config.poolSize(), true);
        this.client = RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(clientConfig)
                .poolConfig(pool(config))
                .build();
    }

    /** Waits for a connection and does something with it. Throws what Jedis throws. */
    <T> T call(Function<UnifiedJedis, T> command) throws InterruptedException {
        gate.acquire();
        try {
            return command.apply(client);
        } finally {
            gate.release();
        }
    }

    /** A connection outside the pool, not connected yet, for listening. */
    Connection ownConnection() {
        return new Connection(address, clientConfig);
    }

    static HostAndPort addressOf(URI uri) {
        return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? STANDARD_PORT : uri.getPort());
    }

    static JedisClientConfig clientConfig(RedisConfig config) {
        URI uri = config.uri();
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .timeoutMillis((int) config.timeout().toMillis())
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri));
        if (JedisURIHelper.isRedisSSLScheme(uri)) {
            builder.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return builder.build();
    }

    private static ConnectionPoolConfig pool(RedisConfig config) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.poolSize());
        pool.setMaxIdle(config.poolSize());
        pool.setMaxWait(config.timeout());
        pool.setTestOnBorrow(true); // Redis and what stands before it may drop idle connections
        pool.setJmxEnabled(false);
        return pool;
    }

    @Override
    public void close() {
        client.close();
    }
}
