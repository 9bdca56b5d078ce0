package dev.parley.adapter.redis;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to reach Redis.
 *
 * @param uri {@code redis://} or, for TLS, {@code rediss://}; then {@code user:password@} if needed, a host, a port
 *     (6379 if left out) and {@code /} with the number of a database (0 if left out). Holds secrets.
 * @param timeout how long it may take to connect, and to answer; at least 1 ms
 * @param poolSize how many connections for commands at most, at least 1; listening has one more of its own
 */
public record RedisConfig(URI uri, Duration timeout, int poolSize) {

    private static final Pattern PATH = Pattern.compile("(/[0-9]{0,4})?");

    /** Refuses addresses that are not Redis' and limits that can't be kept. */
    public RedisConfig {
        requireNonNull(uri, "uri");
        requireNonNull(timeout, "timeout");
        if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException("the address must be redis://host or rediss://host");
        }
        if (!PATH.matcher(uri.getPath()).matches() || uri.getQuery() != null) {
            throw new IllegalArgumentException("after the host only /<number of a database> may come");
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE || poolSize < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms and poolSize at least 1");
        }
    }

    /** An address with half a second to answer and 8 connections. */
    public static RedisConfig of(String uri) {
        return new RedisConfig(URI.create(uri), Duration.ofMillis(500), 8);
    }

    @Override
    public String toString() {
        return "RedisConfig[" + uri.getScheme() + "://" + uri.getHost() + "]";
    }
}
