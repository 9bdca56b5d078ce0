package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is remembered of sessions, so that it need not be read from the database again.
 *
 * @param megabytes how much memory it may take on this node; 0 for none
 * @param idle how long a session that nobody uses stays in memory
 * @param inRedis how long Redis keeps a session for all nodes; zero for not at all
 * @param warmUp how many of the sessions used last are read again after a start; 0 for none
 */
public record CacheSettings(int megabytes, Duration idle, Duration inRedis, int warmUp) {

    /** Refuses nulls. */
    public CacheSettings {
        requireNonNull(idle, "idle");
        requireNonNull(inRedis, "inRedis");
    }

    static CacheSettings from(SettingsReader reader) {
        return new CacheSettings(
                reader.value(Keys.CACHE_MEMORY_MB),
                reader.value(Keys.CACHE_IDLE),
                reader.value(Keys.CACHE_REDIS_TTL),
                reader.value(Keys.CACHE_WARM_UP));
    }

    /** How much memory it may take, in bytes. */
    public long bytes() {
        return (long) megabytes << 20;
    }
}
