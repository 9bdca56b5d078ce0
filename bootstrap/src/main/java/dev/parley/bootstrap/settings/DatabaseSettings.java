package dev.parley.bootstrap.settings;

import static java.util.Objects.requireNonNull;

import dev.parley.domain.text.Secret;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The database.
 *
 * @param url as JDBC writes it; null for a file in the data folder
 * @param user who logs in; null for the database's own default
 * @param password null if there is none
 * @param schema where the tables are
 * @param poolSize how many connections at most
 * @param connectTimeout how long to wait for a connection
 * @param queryTimeout how long one statement may take
 * @param journalMessages how many messages are kept while it is away
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable Secret password,
        String schema,
        int poolSize,
        Duration connectTimeout,
        Duration queryTimeout,
        int journalMessages) {

    private static final Pattern REMOTE_H2 = Pattern.compile("jdbc:h2:(tcp|ssl):");

    /** Refuses nulls where none are allowed. */
    public DatabaseSettings {
        requireNonNull(schema, "schema");
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(queryTimeout, "queryTimeout");
    }

    /** Whether it is a file that only one process can use. */
    public boolean local() {
        return url == null
                || (url.startsWith("jdbc:h2:") && !REMOTE_H2.matcher(url).lookingAt());
    }

    /** The address may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings["
                + (url == null ? "local file" : Keys.DB_URL.type().shown().apply(url)) + "]";
    }
}
