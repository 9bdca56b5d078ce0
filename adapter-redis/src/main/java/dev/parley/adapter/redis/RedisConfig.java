package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * How to reach Redis.
 *
 * @param servers where it is
 * @param login who this node is for the servers that keep something; null if they ask nobody
 * @param database the number of a database, at least 0; a cluster has only 0
 * @param tls whom to trust; null for connections in the clear
 * @param timeout how long it may take to connect, and to answer; at least 1 ms
 * @param poolSize how many connections for commands at most, to each server of a cluster, at least 1; listening has one
 *     more of its own, and so has waiting for work
 */
public record RedisConfig(
        Servers servers,
        @Nullable Login login,
        int database,
        @Nullable Tls tls,
        Duration timeout,
        int poolSize) {

    private static final Duration STANDARD_TIMEOUT = Duration.ofMillis(500);
    private static final int STANDARD_POOL_SIZE = 8;
    private static final int STANDARD_PORT = 6379;
    private static final Pattern PATH = Pattern.compile("(/[0-9]{0,4})?");

    /** Refuses limits that can't be kept. */
    public RedisConfig {
        requireNonNull(servers, "servers");
        requireNonNull(timeout, "timeout");
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE || poolSize < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms and poolSize at least 1");
        }
        if (database < 0 || (servers instanceof Servers.Cluster && database != 0)) {
            throw new IllegalArgumentException("database must be at least 0, and 0 for a cluster");
        }
    }

    /** One server, with half a second to answer and 8 connections. */
    public static RedisConfig of(String uri) {
        return at(URI.create(uri));
    }

    /**
     * One server, with half a second to answer and 8 connections.
     *
     * @param uri {@code redis://} or, for TLS, {@code rediss://}; then {@code user:password@} if needed, a host, a port
     *     (6379 if left out) and {@code /} with the number of a database (0 if left out). Holds secrets.
     */
    public static RedisConfig at(URI uri) {
        if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("the address must be redis://host or rediss://host");
        }
        if (!PATH.matcher(uri.getPath()).matches() || uri.getQuery() != null) {
            throw new IllegalArgumentException("after the host only /<number of a database> may come");
        }
        String password = JedisURIHelper.getPassword(uri);
        return new RedisConfig(
                new Servers.One(new Address(uri.getHost(), uri.getPort() < 0 ? STANDARD_PORT : uri.getPort())),
                password == null ? null : new Login(JedisURIHelper.getUser(uri), new Secret(password)),
                JedisURIHelper.getDBIndex(uri),
                JedisURIHelper.isRedisSSLScheme(uri) ? Tls.STANDARD : null,
                STANDARD_TIMEOUT,
                STANDARD_POOL_SIZE);
    }

    /** Servers elsewhere, in the clear and for everybody, with half a second to answer and 8 connections. */
    public static RedisConfig of(Servers servers) {
        return new RedisConfig(servers, null, 0, null, STANDARD_TIMEOUT, STANDARD_POOL_SIZE);
    }

    /** The same for somebody, or for everybody. */
    public RedisConfig withLogin(@Nullable Login other) {
        return new RedisConfig(servers, other, database, tls, timeout, poolSize);
    }

    /** The same in another database. */
    public RedisConfig withDatabase(int other) {
        return new RedisConfig(servers, login, other, tls, timeout, poolSize);
    }

    /** The same over TLS, or in the clear. */
    public RedisConfig withTls(@Nullable Tls other) {
        return new RedisConfig(servers, login, database, other, timeout, poolSize);
    }

    /** The same with other limits. */
    public RedisConfig withLimits(Duration otherTimeout, int otherPoolSize) {
        return new RedisConfig(servers, login, database, tls, otherTimeout, otherPoolSize);
    }

    /** Where Redis is. */
    public sealed interface Servers {

        /** One server. */
        record One(Address address) implements Servers {}

        /**
         * The master that sentinels name, now and after it failed.
         *
         * @param master what they call it
         * @param sentinels some of them, at least one
         * @param login who this node is for the sentinels; null if they ask nobody
         */
        record Watched(
                String master,
                List<Address> sentinels,
                @Nullable Login login) implements Servers {

            /** Refuses to ask nobody. */
            public Watched {
                sentinels = List.copyOf(sentinels);
                if (master.isBlank() || sentinels.isEmpty()) {
                    throw new IllegalArgumentException("sentinels need a name to be asked for, and one must be known");
                }
            }
        }

        /**
         * A cluster.
         *
         * @param known some of its servers, at least one; they tell of the others
         */
        record Cluster(List<Address> known) implements Servers {

            /** Refuses to ask nobody. */
            public Cluster {
                known = List.copyOf(known);
                if (known.isEmpty()) {
                    throw new IllegalArgumentException("one server of a cluster must be known");
                }
            }
        }
    }

    /**
     * Where a server listens.
     *
     * @param host a name or an address; an IPv6 address in brackets
     * @param port from 1 to 65535
     */
    public record Address(String host, int port) {

        private static final Pattern WRITTEN = Pattern.compile("([^:\\s\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

        /** Refuses what is none. */
        public Address {
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a server is host:port, with a port from 1 to 65535");
            }
        }

        /** Reads {@code host:port}, or {@code host} alone. */
        public static Address parse(String text, int standardPort) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                throw new IllegalArgumentException("a server is host:port, with a port from 1 to 65535");
            }
            String port = written.group(2);
            return new Address(written.group(1), port == null ? standardPort : Integer.parseInt(port));
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Who this node is.
     *
     * @param user a user of Redis' access lists; null for the one everybody is who names none
     */
    public record Login(@Nullable String user, Secret password) {}

    /**
     * Connections over TLS. A server's certificate and name are always checked.
     *
     * @param authorities who may have signed it; empty for those Java trusts
     */
    public record Tls(List<X509Certificate> authorities) {

        /** Trusts whom Java trusts. */
        public static final Tls STANDARD = new Tls(List.of());

        /** Copies the list. */
        public Tls {
            authorities = List.copyOf(authorities);
        }

        /**
         * Trusts these authorities alone. Reads a file.
         *
         * @param pem their certificates
         * @throws IllegalArgumentException if there are none in it
         */
        public static Tls trusting(Path pem) {
            try (InputStream file = Files.newInputStream(pem)) {
                List<X509Certificate> authorities =
                        CertificateFactory.getInstance("X.509").generateCertificates(file).stream()
                                .map(X509Certificate.class::cast)
                                .toList();
                if (authorities.isEmpty()) {
                    throw new IllegalArgumentException(pem + " holds no certificate");
                }
                return new Tls(authorities);
            } catch (IOException e) {
                throw new IllegalArgumentException(pem + " can't be read", e);
            } catch (CertificateException e) {
                throw new IllegalArgumentException(pem + " holds no certificates in PEM", e);
            }
        }
    }

    @Override
    public String toString() {
        return "RedisConfig[" + where() + (tls == null ? "" : " over TLS") + "]";
    }

    /** Where it is, in words without secrets. */
    String where() {
        return switch (servers) {
            case Servers.One(Address address) -> address.toString();
            case Servers.Watched watched -> watched.master() + " of sentinels " + watched.sentinels();
            case Servers.Cluster cluster -> "cluster " + cluster.known();
        };
    }
}
