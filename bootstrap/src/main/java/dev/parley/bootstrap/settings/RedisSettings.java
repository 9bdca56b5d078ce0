package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * The Redis that several nodes share.
 *
 * @param url with user and password, if it needs them
 * @param timeout how long it may take to be reached, and to answer
 * @param poolSize how many connections at most
 */
public record RedisSettings(URI url, Duration timeout, int poolSize) {

    /** Refuses nulls. */
    public RedisSettings {
        requireNonNull(url, "url");
        requireNonNull(timeout, "timeout");
    }

    /** The address may hold a password. */
    @Override
    public String toString() {
        return "RedisSettings[" + Keys.REDIS_URL.type().shown().apply(url.toString()) + "]";
    }
}
