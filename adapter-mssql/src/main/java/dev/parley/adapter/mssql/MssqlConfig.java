package dev.parley.adapter.mssql;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which database, and how patient we are with it.
 *
 * <p>URLs of H2 are completed: what Parley needs of it is added, and what contradicts it is refused. Above all {@code
 * WRITE_DELAY=0}, without which H2 acknowledges rows that die with the process, and its {@code async:} files, without
 * which an interrupted thread closes the database for everybody.
 *
 * @param url a JDBC URL that begins with {@code jdbc:sqlserver:} or {@code jdbc:h2:}
 * @param user who signs in
 * @param password how
 * @param schema where the tables are: 1 to 64 letters, digits and underscores, beginning with a letter; made if missing
 * @param poolSize how many connections at most, from 1; one more is only for leases
 * @param connectTimeout how long to wait for a connection, at least 250 ms
 * @param lockTimeout how long one statement may wait for a row that somebody else is changing, at least 1 ms
 * @param queryTimeout how long SQL Server may take for one statement, at least 1 s; H2 has no such limit
 */
public record MssqlConfig(
        String url,
        String user,
        Secret password,
        String schema,
        int poolSize,
        Duration connectTimeout,
        Duration lockTimeout,
        Duration queryTimeout) {

    /** Where the tables are if nobody says otherwise. */
    public static final String DEFAULT_SCHEMA = "dbo";

    /** The default of {@code poolSize}. */
    public static final int DEFAULT_POOL_SIZE = 10;

    /** The default of {@code connectTimeout}. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@code lockTimeout}. */
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@code queryTimeout}. */
    public static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofSeconds(15);

    /** Refuses what can't work, and completes URLs of H2. */
    public MssqlConfig {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        if (!schema.matches("[A-Za-z][A-Za-z0-9_]{0,63}")) {
            throw new IllegalArgumentException("schema must be 1 to 64 of A-Z a-z 0-9 _ and begin with a letter");
        }
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be at least 1, was " + poolSize);
        }
        atLeast("connectTimeout", connectTimeout, Duration.ofMillis(250));
        atLeast("lockTimeout", lockTimeout, Duration.ofMillis(1));
        atLeast("queryTimeout", queryTimeout, Duration.ofSeconds(1));
        url = switch (Dialect.of(url)) {
            case H2 -> H2Url.completed(url, lockTimeout);
            case SQL_SERVER -> url;
        };
    }

    /**
     * A database with the defaults of everything else.
     *
     * @param url a JDBC URL of SQL Server or H2
     */
    public static MssqlConfig of(String url, String user, Secret password) {
        return new MssqlConfig(
                url,
                user,
                password,
                DEFAULT_SCHEMA,
                DEFAULT_POOL_SIZE,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_LOCK_TIMEOUT,
                DEFAULT_QUERY_TIMEOUT);
    }

    /**
     * H2 inside this process, in files named {@code parley} in a folder. One process at a time can have it.
     *
     * @param dataDir the folder; made if missing
     */
    public static MssqlConfig embedded(Path dataDir) {
        return of("jdbc:h2:async:" + dataDir.toAbsolutePath().normalize().resolve("parley"), "parley", Secret.NONE);
    }

    /** Whether the database lives inside this process, so that no other process can have it. */
    public boolean isEmbedded() {
        return Dialect.of(url) == Dialect.H2 && !H2Url.isRemote(url);
    }

    /** Whether it is H2 in files, here or at a server of its own. */
    boolean isFile() {
        return Dialect.of(url) == Dialect.H2 && !url.contains(":mem:");
    }

    /** The same with another schema. */
    public MssqlConfig withSchema(String other) {
        return new MssqlConfig(url, user, password, other, poolSize, connectTimeout, lockTimeout, queryTimeout);
    }

    /** The same with another number of connections. */
    public MssqlConfig withPoolSize(int other) {
        return new MssqlConfig(url, user, password, schema, other, connectTimeout, lockTimeout, queryTimeout);
    }

    /** Shows no password, not even one that is part of the URL. */
    @Override
    public String toString() {
        return "MssqlConfig[" + Dialect.of(url) + ", user=" + user + ", schema=" + schema + ", poolSize=" + poolSize
                + ", connectTimeout=" + connectTimeout + ", lockTimeout=" + lockTimeout + ", queryTimeout="
                + queryTimeout + "]";
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }
}
