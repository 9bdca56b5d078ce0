package dev.parley.adapter.redis;

import dev.parley.adapter.redis.RedisConfig.Address;
import dev.parley.adapter.redis.RedisConfig.Login;
import dev.parley.adapter.redis.RedisConfig.Servers;
import dev.parley.adapter.redis.RedisConfig.Tls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** How connections are made, to whichever server. */
final class Access {

    private static final String KIND = "PKCS12";

    /** Such a store wants a password, though nothing in it is secret. */
    private static final String SEAL = "public";

    private final RedisConfig config;

    Access(RedisConfig config) {
        this.config = config;
    }

    /** Finds servers. Blocks if somebody must be asked for them; then throws what Jedis throws if nobody knows. */
    Topology topology(Servers servers) {
        return switch (servers) {
            case Servers.One(Address address) -> new OneServer(place(address), this);
            case Servers.Watched watched -> new WatchedMaster(watched, this);
            case Servers.Cluster cluster -> new Cluster(cluster, this);
        };
    }

    /** To servers that keep something. */
    JedisClientConfig toServers() {
        return client(config.login()).database(config.database()).build();
    }

    /** The same, for a {@link redis.clients.jedis.Jedis}, which knows only the older protocol. */
    JedisClientConfig toAskServers() {
        return client(config.login())
                .database(config.database())
                .autoNegotiateProtocol(false)
                .build();
    }

    /** To servers that tell which others there are. */
    JedisClientConfig toSentinels(@Nullable Login login) {
        return client(login).autoNegotiateProtocol(false).build();
    }

    private DefaultJedisClientConfig.Builder client(@Nullable Login login) {
        var builder = DefaultJedisClientConfig.builder()
                .timeoutMillis((int) config.timeout().toMillis());
        if (login != null) {
            builder.user(login.user()).password(login.password().value());
        }
        Tls tls = config.tls();
        if (tls != null) {
            builder.sslOptions(checking(tls));
        }
        return builder;
    }

    private static SslOptions checking(Tls tls) {
        var options = SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL);
        if (!tls.authorities().isEmpty()) {
            byte[] trusted = keystore(tls.authorities());
            options.trustStoreType(KIND).truststore(() -> new ByteArrayInputStream(trusted), SEAL.toCharArray());
        }
        return options.build();
    }

    /** Jedis reads whom to trust from a key store alone. */
    private static byte[] keystore(List<X509Certificate> authorities) {
        try {
            KeyStore trusted = KeyStore.getInstance(KIND);
            trusted.load(null, null);
            for (X509Certificate authority : authorities) {
                trusted.setCertificateEntry("authority-" + trusted.size(), authority);
            }
            var bytes = new ByteArrayOutputStream();
            trusted.store(bytes, SEAL.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java can write a certificate into memory", e);
        }
    }

    ConnectionPoolConfig pool() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.poolSize());
        pool.setMaxIdle(config.poolSize());
        pool.setMaxWait(config.timeout());
        pool.setTestOnBorrow(true); // Redis and what stands before it may drop idle connections
        pool.setJmxEnabled(false);
        return pool;
    }

    Duration timeout() {
        return config.timeout();
    }

    static List<HostAndPort> places(List<Address> addresses) {
        return addresses.stream().map(Access::place).toList();
    }

    static HostAndPort place(Address address) {
        return new HostAndPort(address.host(), address.port());
    }
}
