package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Redis that several nodes share. What contradicts itself is refused before anybody uses it.
 *
 * @param place where it is
 * @param login who this node is there
 * @param database the number of a database; 0 where redis.url says it
 * @param tls whether servers are spoken to over TLS, unless redis.url says it
 * @param authorities whom to trust, in PEM; null for those Java trusts
 * @param timeout how long it may take to be reached, and to answer
 * @param poolSize how many connections at most
 */
public record RedisSettings(
        Place place,
        Login login,
        int database,
        boolean tls,
        @Nullable Path authorities,
        Duration timeout,
        int poolSize) {

    /** Refuses nulls. */
    public RedisSettings {
        requireNonNull(place, "place");
        requireNonNull(login, "login");
        requireNonNull(timeout, "timeout");
    }

    /**
     * One of an address, sentinels and a cluster.
     *
     * @param url one server, with user and password, if it needs them; null if it is elsewhere
     * @param sentinels who name the master; none in it if nobody does
     * @param cluster some servers of a cluster; empty if there is none
     */
    public record Place(@Nullable URI url, Sentinels sentinels, List<String> cluster) {

        /** Copies the list. */
        public Place {
            requireNonNull(sentinels, "sentinels");
            cluster = List.copyOf(cluster);
        }

        boolean isNowhere() {
            return url == null
                    && sentinels.master() == null
                    && sentinels.nodes().isEmpty()
                    && cluster.isEmpty();
        }

        /** The address may hold a password. */
        @Override
        public String toString() {
            String shown = url == null ? "none" : Keys.REDIS_URL.type().shown().apply(url.toString());
            return "Place[" + shown + ", " + sentinels + ", " + cluster + "]";
        }
    }

    /**
     * Who name the master.
     *
     * @param master what they call it
     * @param nodes some of them
     * @param login who this node is for them
     */
    public record Sentinels(@Nullable String master, List<String> nodes, Login login) {

        /** Copies the list. */
        public Sentinels {
            requireNonNull(login, "login");
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Who this node is.
     *
     * @param user null for the one everybody is who names none
     * @param password null if none is asked for
     */
    public record Login(@Nullable String user, @Nullable Secret password) {

        static final Login NONE = new Login(null, null);
    }

    /** What was set; null if nothing of it is, and this node is alone. */
    static @Nullable RedisSettings from(SettingsReader reader) {
        var sentinels = new Sentinels(
                reader.optional(Keys.REDIS_SENTINEL_MASTER),
                reader.value(Keys.REDIS_SENTINEL_NODES),
                new Login(reader.optional(Keys.REDIS_SENTINEL_USER), reader.optional(Keys.REDIS_SENTINEL_PASSWORD)));
        var settings = new RedisSettings(
                new Place(reader.optional(Keys.REDIS_URL), sentinels, reader.value(Keys.REDIS_CLUSTER_NODES)),
                new Login(reader.optional(Keys.REDIS_USER), reader.optional(Keys.REDIS_PASSWORD)),
                reader.value(Keys.REDIS_DATABASE),
                reader.value(Keys.REDIS_TLS_ENABLED),
                reader.optional(Keys.REDIS_TLS_CA),
                reader.value(Keys.REDIS_TIMEOUT),
                reader.value(Keys.REDIS_POOL_SIZE));
        return settings.isUnset() ? null : settings;
    }

    private boolean isUnset() {
        return place.isNowhere()
                && login.equals(Login.NONE)
                && place.sentinels().login().equals(Login.NONE)
                && database == 0
                && !tls
                && authorities == null;
    }
}
